package dev.sluice.capture.debezium;

import dev.sluice.capture.definition.Layouts;
import dev.sluice.capture.event.SourceEvent;
import dev.sluice.config.SourceConfig;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of Debezium's embedded engine: from a place in the log until it is closed or fails.
///
/// The receiver is called by one thread at a time, in the log's order. When it returns, the batch
/// is safe, and the source may forget what was committed in it.
public final class Engine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    /// How long an engine may take to stop.
    private static final long STOP_SECONDS = 60;

    /// Takes batches of events.
    @FunctionalInterface
    public interface Receiver {

        /// Makes a batch safe.
        ///
        /// @throws InterruptedException if the engine is stopping
        void receive(List<SourceEvent> batch) throws InterruptedException;
    }

    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final EventReader reader;
    private final AtomicReference<@Nullable Throwable> receiverFailure = new AtomicReference<>();
    private final AtomicReference<@Nullable Throwable> engineFailure = new AtomicReference<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean closing;

    /// An engine that has not started.
    ///
    /// @param lsn where to go on; null to begin with a snapshot
    public Engine(SourceConfig source, Layouts layouts, @Nullable Long lsn, Receiver receiver) {
        this.reader = new EventReader(EngineSettings.TOPIC_PREFIX, layouts);
        this.engine =
                DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                        .using(EngineSettings.of(source, layouts, lsn))
                        .using(Engine.class.getClassLoader())
                        .using((success, message, error) -> {
                            if (!success) {
                                engineFailure.set(
                                        error == null ? new IllegalStateException(message) : error);
                            }
                        })
                        .notifying((batch, committer) -> deliver(batch, committer, receiver))
                        .build();
    }

    /// Runs until closed.
    ///
    /// @throws RuntimeException what the receiver threw, or why the engine failed
    public void run() {
        try {
            engine.run();
        } finally {
            stopped.countDown();
        }
        Throwable failure =
                receiverFailure.get() != null ? receiverFailure.get() : engineFailure.get();
        if (failure == null || closing) {
            return;
        }
        throw failure instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("Debezium's engine failed: " + failure, failure);
    }

    private void deliver(
            List<RecordChangeEvent<SourceRecord>> batch,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer,
            Receiver receiver)
            throws InterruptedException {
        try {
            List<SourceEvent> events = new ArrayList<>(batch.size());
            for (RecordChangeEvent<SourceRecord> event : batch) {
                SourceEvent read = reader.read(event.record());
                if (read != null) {
                    events.add(read);
                }
            }
            receiver.receive(events);
        } catch (RuntimeException e) {
            receiverFailure.compareAndSet(null, e);
            throw e;
        }
        for (RecordChangeEvent<SourceRecord> event : batch) {
            committer.markProcessed(event);
        }
        committer.markBatchFinished();
    }

    /// Stops the engine and waits until it has stopped; from any thread but the receiver's.
    @Override
    public void close() {
        closing = true;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        try {
            while (!tryClose() && System.nanoTime() < deadline) {
                // Starting tasks cannot be stopped; it ends by itself.
                if (stopped.await(200, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.atWarn().addKeyValue("seconds", STOP_SECONDS).log("The engine did not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tryClose() {
        try {
            engine.close();
            return true;
        } catch (IOException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("Closing the engine failed");
            return true;
        } catch (IllegalStateException e) {
            return stopped.getCount() == 0;
        }
    }
}
