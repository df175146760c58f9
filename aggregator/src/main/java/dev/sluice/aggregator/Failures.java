package dev.sluice.aggregator;

import dev.sluice.aggregator.step.StoppedException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place that decides what an exception in a thread of Kafka Streams means. What time may
/// mend (a broker that does not answer) costs the thread, and a new one goes on from the last
/// commit. Anything else stops this instance, and [Aggregator#run()] throws the first of them.
final class Failures implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final Runnable onReplaced;
    private final AtomicReference<@Nullable RuntimeException> first = new AtomicReference<>();

    /// @param onReplaced is told of each thread that Kafka cost
    Failures(Runnable onReplaced) {
        this.onReplaced = onReplaced;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable exception) {
        if (find(RetriableException.class, exception) != null) {
            LOG.atWarn().setCause(exception).log("Kafka did not answer; starting again");
            onReplaced.run();
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        StoppedException stopped = find(StoppedException.class, exception);
        first.compareAndSet(
                null,
                stopped != null
                        ? stopped
                        : new IllegalStateException(
                                "the aggregator stopped: " + exception, exception));
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /// Throws the first failure, if there was one.
    void rethrow() {
        RuntimeException failure = first.get();
        if (failure != null) {
            throw failure;
        }
    }

    private static <T extends Throwable> @Nullable T find(Class<T> type, Throwable in) {
        for (Throwable at = in; at != null; at = at.getCause()) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
        }
        return null;
    }
}
