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
/// scheduled cut, so that cuts close and the slot advances though nobody else writes.
public final class Heartbeat implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final SourceConfig settings;
    private final CutSchedule schedule;
    private final Clock clock;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    task -> Thread.ofPlatform().daemon().name("heartbeat").unstarted(task));
    private @Nullable Connection connection;

    /// Starts beating at once.
    public Heartbeat(SourceConfig settings, CutSchedule schedule, Clock clock) {
        this.settings = settings;
        this.schedule = schedule;
        this.clock = clock;
        ScheduledFuture<?> first = thread.schedule(this::beat, 0, TimeUnit.MILLISECONDS);
        LOG.atDebug().addKeyValue("due", first.getDelay(TimeUnit.MILLISECONDS)).log("Beating");
    }

    private void beat() {
        try {
            if (connection == null) {
                connection = SourceConnections.open(settings);
            }
            LogMessages.write(connection, LogMessages.HEARTBEAT, "");
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
