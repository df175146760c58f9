package dev.sluice.aggregator.compact;

import dev.sluice.aggregator.step.Memory;
import dev.sluice.aggregator.step.UnusableRecordException;
import dev.sluice.cut.Cut;
import dev.sluice.record.CutReached;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;

/// Keeps account of what each upstream partition sent to this partition of `rows`: the last cut
/// that it marked, and how many rows came of each window since. A row may run ahead of the mark
/// that opens its window, never behind the one that closes it.
final class Upstreams {

    private static final char LAST = 'u';
    private static final char COUNT = 'n';

    private static final Bytes UNREADABLE = Memory.key('y');

    private final Memory memory;
    private final long[] last;
    private final Map<Long, long[]> counts = new HashMap<>();
    private long unreadable;

    /// @param upstreams how many there are
    Upstreams(Memory memory, int upstreams) {
        this.memory = memory;
        this.last = new long[upstreams];
        byte[] held = memory.get(UNREADABLE);
        this.unreadable = held == null ? 0 : Memory.number(held, 0);
        memory.forEach(
                LAST, (key, value) -> last[(int) Memory.number(key, 0)] = Memory.number(value, 0));
        memory.forEach(
                COUNT,
                (key, value) ->
                        window(Memory.number(key, 0))[(int) Memory.number(key, 1)] =
                                Memory.number(value, 0));
    }

    /// Counts a row.
    void row(int upstream, long since) {
        check(upstream);
        if (since < last[upstream]) {
            throw new UnusableRecordException(
                    "it belongs to the window after the cut %s, which partition %d of changes closed with the cut %s"
                            .formatted(new Cut(since), upstream, new Cut(last[upstream])));
        }
        long count = ++window(since)[upstream];
        memory.put(Memory.key(COUNT, since, upstream), Memory.value(count));
    }

    /// A row that nobody can read is passed. Which upstream counts it will show by what its mark
    /// misses.
    void unreadable() {
        unreadable++;
        memory.put(UNREADABLE, Memory.value(unreadable));
    }

    /// Closes a window for one upstream.
    void mark(CutReached mark) {
        int upstream = mark.getUpstream();
        check(upstream);
        if (mark.getUpstreams() != last.length) {
            throw new UnusableRecordException(
                    "it says that changes has %d partitions, but the configuration says %d (kafka.partitions)"
                            .formatted(mark.getUpstreams(), last.length));
        }
        if (mark.getPrevious() != last[upstream]) {
            throw new UnusableRecordException(
                    "the cut %s of upstream %d follows the cut %s, but the last one seen is %s: records between them are missing"
                            .formatted(
                                    new Cut(mark.getCut()),
                                    upstream,
                                    new Cut(mark.getPrevious()),
                                    new Cut(last[upstream])));
        }
        close(mark, upstream);
    }

    private void close(CutReached mark, int upstream) {
        long found = window(mark.getPrevious())[upstream];
        long missing = mark.getCount() - found;
        if (missing > 0 && missing <= unreadable) {
            unreadable -= missing;
            memory.put(UNREADABLE, Memory.value(unreadable));
        } else if (missing != 0) {
            throw new UnusableRecordException(
                    "the cut %s expects %d rows of upstream %d since the cut %s in this partition, but there were %d: records are missing or doubled"
                            .formatted(
                                    new Cut(mark.getCut()),
                                    mark.getCount(),
                                    upstream,
                                    new Cut(mark.getPrevious()),
                                    found));
        }
        last[upstream] = mark.getCut();
        memory.put(Memory.key(LAST, upstream), Memory.value(mark.getCut()));
        memory.forget(Memory.key(COUNT, mark.getPrevious(), upstream));
        window(mark.getPrevious())[upstream] = 0;
    }

    /// Whether every upstream has marked a cut. Its counts are not needed any more then.
    boolean allReached(CutReached cut) {
        for (long reached : last) {
            if (reached < cut.getCut()) {
                return false;
            }
        }
        counts.remove(cut.getPrevious());
        return true;
    }

    private long[] window(long since) {
        return counts.computeIfAbsent(since, s -> new long[last.length]);
    }

    private void check(int upstream) {
        if (upstream < 0 || upstream >= last.length) {
            throw new UnusableRecordException(
                    "it comes from partition %d of changes, which has %d by the configuration (kafka.partitions)"
                            .formatted(upstream, last.length));
        }
    }
}
