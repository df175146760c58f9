package dev.sluice.capture;

import dev.sluice.capture.debezium.ColumnsChanged;
import dev.sluice.capture.definition.CatalogReached;
import dev.sluice.capture.metric.CaptureMeters;
import dev.sluice.capture.metric.CaptureState;
import dev.sluice.capture.source.SourceException;
import dev.sluice.capture.stream.CommitTimeException;
import dev.sluice.capture.write.Leader;
import dev.sluice.capture.write.RecordTooLarge;
import dev.sluice.health.Health;
import dev.sluice.retry.Backoff;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Captures a source: the module's one public entry. Of many captures for one source the one that
/// leads runs, the others stand by.
///
/// | state | goes to |
/// |---|---|
/// | standing by | leading, when Kafka gives it the partition of `offsets`; closed |
/// | leading: runs a [Term] | standing by, when the partition is lost; backing off, when the term fails; failed, when a person has to mend something; closed |
/// | backing off | leading, after a [Backoff]; closed |
public final class Capture implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Capture.class);

    private static final Backoff BACKOFF =
            new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60));

    /// A term of this length was a success: the next wait is the first one again.
    private static final Duration GOOD_TERM = Duration.ofMinutes(1);

    private final CaptureConfig config;
    private final Clock clock;
    private final MeterRegistry registry;
    private final CaptureState state;
    private final CaptureMeters meters;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Object monitor = new Object();
    private @Nullable Term term;
    private boolean running;

    /// What ended the last term: columns that fit neither its catalog nor what was published.
    private @Nullable ColumnsChanged unknownColumns;

    /// A capture that has not started, and measures nothing.
    public Capture(CaptureConfig config, Clock clock) {
        this(config, clock, new CompositeMeterRegistry());
    }

    /// A capture that has not started.
    ///
    /// @param registry takes what is measured
    public Capture(CaptureConfig config, Clock clock, MeterRegistry registry) {
        this.config = config;
        this.clock = clock;
        this.registry = registry;
        this.state = new CaptureState(clock, config.source().heartbeat());
        this.meters = new CaptureMeters(registry, state);
    }

    /// How it is now. From any thread.
    public Health health() {
        synchronized (monitor) {
            if (!running) {
                return Health.waiting("capture", "starting", "capture has not started yet");
            }
        }
        return CaptureHealth.of(state);
    }

    /// Captures until closed.
    ///
    /// @throws SourceException if a person has to mend the source or the configuration
    /// @throws RuntimeException if a person has to mend something else; the message says what
    /// @throws InterruptedException if the calling thread is interrupted
    public void run() throws InterruptedException {
        synchronized (monitor) {
            running = true;
        }
        try (Leader leader =
                new Leader(
                        config.topics(),
                        config.client(),
                        this::stopTerm,
                        state.election(),
                        registry)) {
            int failures = 0;
            while (closing.getCount() > 0) {
                boolean leads = leader.await();
                state.leads(leads);
                if (!leads) {
                    continue;
                }
                long began = System.nanoTime();
                boolean failed = runTerm(leader);
                if (System.nanoTime() - began > GOOD_TERM.toNanos()) {
                    failures = 0;
                }
                if (failed) {
                    failures++;
                    backOff(failures);
                }
            }
        } finally {
            ended.countDown();
        }
    }

    /// Runs one term, and says whether it failed in a way that time may mend.
    private boolean runTerm(Leader leader) {
        Term next = new Term(config, clock, registry, state, meters);
        synchronized (monitor) {
            if (closing.getCount() == 0 || !leader.isHeld()) {
                return false;
            }
            term = next;
        }
        try {
            next.run();
            return false;
        } catch (SourceException | CommitTimeException | RecordTooLarge e) {
            throw e;
        } catch (CatalogReached e) {
            LOG.atInfo()
                    .addKeyValue("reason", e.getMessage())
                    .log("Goes on with the tables as they are now");
            return false;
        } catch (ColumnsChanged e) {
            if (unknownColumns != null && e.isSame(unknownColumns)) {
                throw e.unknown();
            }
            unknownColumns = e;
            LOG.atInfo().addKeyValue("reason", e.getMessage()).log("The catalog is read again");
            return true;
        } catch (SQLException | RuntimeException e) {
            // Whatever it is, the next term starts from what is in the topics.
            LOG.atWarn()
                    .setCause(e)
                    .addKeyValue("reason", e.toString())
                    .log("Capture starts again");
            meters.failed();
            state.termFailed(
                    e instanceof SQLException
                            ? "the source cannot be used: " + e.getMessage()
                            : "the log says why (" + e.getClass().getSimpleName() + ")");
            return true;
        } finally {
            state.termEnded();
            synchronized (monitor) {
                term = null;
            }
        }
    }

    private void stopTerm() {
        Term current;
        synchronized (monitor) {
            current = term;
        }
        if (current != null) {
            current.stop();
        }
    }

    /// Waits before the next term, or until closed.
    private void backOff(int failures) throws InterruptedException {
        Duration wait = BACKOFF.after(failures, RandomGenerator.getDefault());
        if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.atDebug().log("Closed while backing off");
        }
    }

    /// Stops capturing and waits until it has stopped; from any thread but the one that runs it.
    @Override
    public void close() {
        closing.countDown();
        stopTerm();
        boolean wait;
        synchronized (monitor) {
            wait = running;
        }
        if (!wait) {
            return;
        }
        try {
            // A leader that waits for its turn looks at this every half second.
            while (!ended.await(200, TimeUnit.MILLISECONDS)) {
                stopTerm();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
