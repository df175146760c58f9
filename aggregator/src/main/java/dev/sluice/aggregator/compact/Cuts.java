package dev.sluice.aggregator.compact;

import dev.sluice.aggregator.step.Memory;
import dev.sluice.aggregator.step.UnusableRecordException;
import dev.sluice.cut.Cut;
import dev.sluice.record.CutReached;
import dev.sluice.record.SkippedRecord;
import dev.sluice.wire.Records;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/// The cuts that some upstream has marked and that are not closed here yet, each known by the one
/// before it. They close in that order.
final class Cuts {

    private static final char CUT = 'c';
    private static final Bytes DONE = Memory.key('d');

    private final Memory memory;
    private final Records records;
    private final Map<Long, CutReached> byPrevious = new HashMap<>();
    private long done;

    Cuts(Memory memory, Records records) {
        this.memory = memory;
        this.records = records;
        byte[] held = memory.get(DONE);
        this.done = held == null ? 0 : Memory.number(held, 0);
        memory.forEach(
                CUT,
                (key, value) ->
                        byPrevious.put(Memory.number(key, 0), (CutReached) records.decode(value)));
    }

    /// Enters a cut when its first mark comes; later ones must agree with it, and add the skipped
    /// records of their upstreams.
    void mark(CutReached mark) {
        CutReached known = byPrevious.get(mark.getPrevious());
        if (known == null) {
            enter(mark);
        } else {
            check(known, mark);
            if (!mark.getSkipped().isEmpty()) {
                List<SkippedRecord> skipped = new ArrayList<>(known.getSkipped());
                skipped.addAll(mark.getSkipped());
                enter(CutReached.newBuilder(known).setSkipped(skipped).build());
            }
        }
    }

    private void enter(CutReached mark) {
        byPrevious.put(mark.getPrevious(), mark);
        memory.put(key(mark.getPrevious()), records.encode(mark));
    }

    private static void check(CutReached known, CutReached mark) {
        if (known.getCut() != mark.getCut()
                || !known.getPosition().equals(mark.getPosition())
                || !known.getReadings().equals(mark.getReadings())) {
            throw new UnusableRecordException(
                    "after the cut %s upstream %d marks %s, but upstream %d marked %s"
                            .formatted(
                                    new Cut(mark.getPrevious()),
                                    mark.getUpstream(),
                                    text(mark),
                                    known.getUpstream(),
                                    text(known)));
        }
    }

    private static String text(CutReached mark) {
        return "%s at log position %d with the readings %s"
                .formatted(
                        new Cut(mark.getCut()), mark.getPosition().getCommit(), mark.getReadings());
    }

    /// The next cut to close, or null if no upstream has marked one.
    @Nullable CutReached next() {
        return byPrevious.get(done);
    }

    /// Goes on to the one after it.
    void close(CutReached cut) {
        byPrevious.remove(cut.getPrevious());
        memory.forget(key(cut.getPrevious()));
        done = cut.getCut();
        memory.put(DONE, Memory.value(done));
    }

    private static Bytes key(long previous) {
        return Memory.key(CUT, previous);
    }
}
