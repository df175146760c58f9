package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.step.Memory;
import dev.sluice.aggregator.step.UnusableRecordException;
import dev.sluice.cut.Cut;
import dev.sluice.record.CutReached;
import org.apache.kafka.common.utils.Bytes;

/// Keeps account of what came in from this partition of `changes`, so that a gap is noticed at the
/// record after it: each record must belong to the open window, and each cut must follow the one
/// before it and agree on the number of changes between them.
final class Inflow {

    private static final Bytes KEY = Memory.key('i');

    private final Memory memory;
    private long lastCut;
    private long count;

    Inflow(Memory memory) {
        this.memory = memory;
        byte[] held = memory.get(KEY);
        if (held != null) {
            lastCut = Memory.number(held, 0);
            count = Memory.number(held, 1);
        }
    }

    /// Counts a change.
    void change(long since) {
        mark(since);
        count++;
        save();
    }

    /// Counts a change that nobody can read and that is passed.
    void unreadable() {
        count++;
        save();
    }

    /// Checks a mark that is not counted.
    void mark(long since) {
        if (since != lastCut) {
            throw new UnusableRecordException(
                    "it follows the cut %s, but the last one seen in this partition is %s: records between them are missing; restore them or start again with a new kafka.prefix"
                            .formatted(new Cut(since), new Cut(lastCut)));
        }
    }

    /// Closes the window.
    void cut(CutReached mark) {
        mark(mark.getPrevious());
        if (mark.getCount() != count) {
            throw new UnusableRecordException(
                    "the cut %s expects %d changes since the cut %s in this partition, but there were %d: records are missing or doubled; restore them or start again with a new kafka.prefix"
                            .formatted(
                                    new Cut(mark.getCut()),
                                    mark.getCount(),
                                    new Cut(lastCut),
                                    count));
        }
        lastCut = mark.getCut();
        count = 0;
        save();
    }

    private void save() {
        memory.put(KEY, Memory.value(lastCut, count));
    }
}
