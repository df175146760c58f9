package dev.sluice.capture.source;

import dev.sluice.config.SourceConfig;
import dev.sluice.cut.CutSchedule;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps an idle source's log moving: writes a message at a steady interval and right after every
/// scheduled cut, so that cuts close and the slot advances though nobody else writes. Before that
/// it sees to it that the log is still the one that is followed: since PostgreSQL 18 a publication
/// that was dropped does not end the stream, it just leaves changes out.
public final class Heartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    /// Looks at the source.
    @FunctionalInterface
    public interface Lookout {

        /// Called by the heartbeat's thread.
        ///
        /// @throws SQLException if the source cannot be asked just now
        void look(Connection connection) throws SQLException;
    }

    private final SourceConfig settings;
    private final CutSchedule schedule;
    private final Clock clock;
    private final String history;
    private final Runnable onBreak;
    private final Lookout lookout;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    task -> Thread.ofPlatform().daemon().name("heartbeat").unstarted(task));
    private @Nullable Connection connection;

    /// Starts beating at once.
    ///
    /// @param history that the source has to be in
    /// @param onBreak called by the heartbeat's thread when it is in another one
    /// @param lookout looks at the source before each beat
    public Heartbeat(
            SourceConfig settings,
            CutSchedule schedule,
            Clock clock,
            String history,
            Runnable onBreak,
            Lookout lookout) {
        this.settings = settings;
        this.schedule = schedule;
        this.clock = clock;
        this.history = history;
        this.onBreak = onBreak;
        this.lookout = lookout;
        ScheduledFuture<?> first = thread.schedule(this::beat, 0, TimeUnit.MILLISECONDS);
        LOG.atDebug().addKeyValue("due", first.getDelay(TimeUnit.MILLISECONDS)).log("Beating");
    }

    private void beat() {
        try {
            if (connection == null) {
                connection = SourceConnections.open(settings);
            }
            if (History.read(connection, settings.slot()).toString().equals(history)) {
                lookout.look(connection);
                LogMessages.write(connection, LogMessages.HEARTBEAT, "");
            } else {
                onBreak.run();
            }
        } catch (SQLException e) {
            // The engine notices an unreachable source by itself; the next beat connects anew.
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("A heartbeat failed");
            disconnect();
        } finally {
            if (!thread.isShutdown()) {
                ScheduledFuture<?> next =
                        thread.schedule(this::beat, untilNext().toMillis(), TimeUnit.MILLISECONDS);
                LOG.atTrace().addKeyValue("in", next.getDelay(TimeUnit.MILLISECONDS)).log("Next");
            }
        }
    }

    /// Until the interval is over, or a moment past the next scheduled cut if that is sooner.
    private Duration untilNext() {
        Instant now = clock.instant();
        Duration untilCut =
                Duration.between(now, schedule.after(now).instant()).plus(Duration.ofMillis(20));
        return untilCut.compareTo(settings.heartbeat()) < 0 ? untilCut : settings.heartbeat();
    }

    private void disconnect() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.atDebug().addKeyValue("reason", e.getMessage()).log("Closing failed");
            }
            connection = null;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                LOG.atWarn().log("The heartbeat did not stop within 10 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        disconnect();
    }
}
