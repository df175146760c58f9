package dev.sluice.publisher.partition;

import dev.sluice.publisher.ledger.LedgerWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Where the many threads of the work leave what only the polling thread may do: writing to the
/// ledger, and giving up. Thread-safe.
///
/// A thread whose work is called off may not have noticed yet. So what is left here bears the work
/// it comes from, and only that of the work that holds the partition now is done.
final class Outbox {

    private final ConcurrentLinkedQueue<Waiting> writes = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Failure> failures = new ConcurrentLinkedQueue<>();

    /// A write, and who waits for it.
    private record Waiting(PartitionWork work, LedgerWrite write, CompletableFuture<Void> done) {}

    /// What ended the work on a partition.
    record Failure(PartitionWork work, Throwable cause) {}

    /// Writes, and returns when it is committed.
    ///
    /// @throws InterruptedException if the work is called off
    void write(PartitionWork work, LedgerWrite write) throws InterruptedException {
        Waiting waiting = new Waiting(work, write, new CompletableFuture<>());
        writes.add(waiting);
        try {
            waiting.done().get();
        } catch (CancellationException e) {
            throw new InterruptedException("the work is called off");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a write is committed or called off", e);
        } finally {
            writes.remove(waiting);
        }
    }

    /// Ends the work on a partition.
    void fail(PartitionWork work, Throwable cause) {
        failures.add(new Failure(work, cause));
    }

    /// What ended, or null.
    @Nullable Failure failure() {
        return failures.poll();
    }

    /// Hands all writes that wait to a committer, at once.
    ///
    /// @param holds whether the work holds its partition; if not, its writes are called off
    /// @param committer says whether they are committed; if not, they wait on
    void flush(Predicate<PartitionWork> holds, Predicate<List<LedgerWrite>> committer) {
        List<Waiting> batch = new ArrayList<>();
        for (Waiting waiting : writes) {
            if (holds.test(waiting.work())) {
                batch.add(waiting);
            } else {
                writes.remove(waiting);
                waiting.done().cancel(false);
            }
        }
        if (!batch.isEmpty() && committer.test(batch.stream().map(Waiting::write).toList())) {
            for (Waiting waiting : batch) {
                writes.remove(waiting);
                waiting.done().complete(null);
            }
        }
    }
}
