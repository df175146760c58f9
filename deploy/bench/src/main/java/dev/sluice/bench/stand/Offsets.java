package dev.sluice.bench.stand;

import dev.sluice.app.kafka.TopicReader;
import dev.sluice.bench.part.Running;
import dev.sluice.record.SourceOffset;
import dev.sluice.wire.Records;
import java.time.Duration;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Follows where capture stands: one small record for each of its transactions, so that looking
/// takes nothing from what is measured. Not thread-safe.
public final class Offsets implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final TopicReader reader;
    private final Records records = new Records();
    private @Nullable SourceOffset last;

    /// Of an installation.
    public Offsets(Installation installation) {
        reader =
                TopicReader.fromBeginning(
                        installation.kafka(), installation.kafka().topics().offsets());
    }

    /// Waits until capture stands where it is wanted.
    ///
    /// @throws IllegalStateException if capture ends, or does not come so far in time
    public SourceOffset await(Running capture, Predicate<SourceOffset> wanted) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (last == null || !wanted.test(last)) {
            capture.check();
            if (System.nanoTime() > end) {
                throw new IllegalStateException("capture stands at " + last);
            }
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                if (records.decode(record.value()) instanceof SourceOffset offset) {
                    last = offset;
                    if (wanted.test(offset)) {
                        break;
                    }
                }
            }
        }
        return last;
    }

    @Override
    public void close() {
        reader.close();
    }
}
