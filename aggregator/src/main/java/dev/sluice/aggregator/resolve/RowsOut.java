package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.step.Memory;
import dev.sluice.aggregator.step.Outlet;
import dev.sluice.key.MarkKey;
import dev.sluice.key.RowKey;
import dev.sluice.record.CutReached;
import dev.sluice.topic.DeletionHeaders;
import dev.sluice.topic.Partitions;
import dev.sluice.wire.Records;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/// Writes to `rows`, counting what each of its partitions gets in each window, since every
/// partition's mark must name the count of that partition. Rows of a window may be written before
/// the mark of the cut before it (a mark waits while work is owed), so windows are counted apart.
final class RowsOut {

    private static final char SENT = 's';

    private final Memory memory;
    private final Outlet outlet;
    private final Records records;
    private final int upstream;
    private final int partitions;
    private final Map<Long, long[]> sent = new HashMap<>();

    /// @param upstream the partition of `changes` that this task reads
    /// @param partitions how many `rows` has
    RowsOut(Memory memory, Outlet outlet, Records records, int upstream, int partitions) {
        this.memory = memory;
        this.outlet = outlet;
        this.records = records;
        this.upstream = upstream;
        this.partitions = partitions;
        memory.forEach(
                SENT,
                (key, value) ->
                        window(Memory.number(key, 0))[(int) Memory.number(key, 1)] =
                                Memory.number(value, 0));
    }

    int upstream() {
        return upstream;
    }

    /// Writes a live row.
    ///
    /// @param value the encoded row version
    void live(RowKey key, long since, byte[] value) {
        int partition = Partitions.ofTenant(key.tenant(), partitions);
        outlet.send(partition, key.bytes(), value);
        count(since, partition);
    }

    /// Writes a deletion and the null after it.
    ///
    /// @param value the encoded row version, without cells
    void deletion(RowKey key, DeletionHeaders deletion, byte[] value) {
        int partition = Partitions.ofTenant(key.tenant(), partitions);
        byte[] keyBytes = key.bytes();
        Headers headers = new RecordHeaders();
        deletion.addTo(headers);
        outlet.send(partition, keyBytes, value);
        outlet.send(partition, keyBytes, null, headers);
        count(deletion.since(), partition);
    }

    /// Marks a cut on every partition and forgets the counts of its window.
    void cut(CutReached mark) {
        long @Nullable [] counts = sent.remove(mark.getPrevious());
        for (int partition = 0; partition < partitions; partition++) {
            long count = counts == null ? 0 : counts[partition];
            CutReached out =
                    CutReached.newBuilder(mark)
                            .setUpstream(upstream)
                            .setUpstreams(partitions)
                            .setCount(count)
                            .build();
            outlet.send(partition, MarkKey.of(upstream), records.encode(out));
            if (count > 0) {
                memory.forget(key(mark.getPrevious(), partition));
            }
        }
        outlet.hurry();
    }

    private void count(long since, int partition) {
        long count = ++window(since)[partition];
        memory.put(key(since, partition), Memory.value(count));
    }

    private long[] window(long since) {
        return sent.computeIfAbsent(since, s -> new long[partitions]);
    }

    private static Bytes key(long since, int partition) {
        return Memory.key(SENT, since, partition);
    }
}
