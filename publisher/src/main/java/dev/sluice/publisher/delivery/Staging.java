package dev.sluice.publisher.delivery;

import dev.sluice.publisher.delivery.ObjectStore.Content;
import dev.sluice.publisher.delivery.ObjectStore.Place;
import dev.sluice.publisher.delivery.StoreOutcome.Failed;
import dev.sluice.publisher.ledger.PushListener;
import dev.sluice.retry.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes files to the processing bucket. Nothing of a push can go on before it is staged, so each
/// file is tried until it is there. Thread-safe.
public final class Staging {

    private static final Logger LOG = LoggerFactory.getLogger(Staging.class);

    private final ObjectStore store;
    private final int uploads;
    private final Backoff backoff;
    private final PushListener listener;

    /// A file to be staged.
    ///
    /// @param place where
    /// @param content what
    public record Upload(Place place, Content content) {}

    /// @param store that has the processing bucket
    /// @param uploads how many at the same time
    /// @param backoff the waits between attempts
    /// @param listener is told of uploads that failed
    public Staging(ObjectStore store, int uploads, Backoff backoff, PushListener listener) {
        this.store = store;
        this.uploads = uploads;
        this.backoff = backoff;
        this.listener = listener;
    }

    /// Stages all files, in no particular order.
    ///
    /// @throws InterruptedException if the thread is interrupted; some files may be staged
    public void stage(List<Upload> files) throws InterruptedException {
        Semaphore places = new Semaphore(uploads);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<Void>> futures = new ArrayList<>();
            for (Upload file : files) {
                places.acquire();
                futures.add(threads.submit(releasing(places, file, threads)));
            }
            for (Future<Void> future : futures) {
                future.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException("staging failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Void> releasing(Semaphore places, Upload file, ExecutorService threads) {
        return () -> {
            try {
                stage(file, threads);
                return null;
            } finally {
                places.release();
            }
        };
    }

    /// Ends when the threads are shut down, too: an interrupt may get lost in a library.
    private void stage(Upload file, ExecutorService threads) throws InterruptedException {
        int failures = 0;
        while (store.put(file.place(), file.content()) instanceof Failed failed) {
            if (Thread.interrupted() || threads.isShutdown()) {
                throw new InterruptedException();
            }
            failures++;
            listener.stagingFailed();
            Duration wait = backoff.after(failures, RandomGenerator.getDefault());
            LOG.atWarn()
                    .addKeyValue("object", file.place())
                    .addKeyValue("reason", failed.reason())
                    .addKeyValue("failures", failures)
                    .addKeyValue("wait", wait)
                    .log("Staging waits for the processing bucket");
            Thread.sleep(wait);
        }
    }
}
