package dev.sluice.aggregator.step;

import dev.sluice.record.CutReached;
import dev.sluice.record.SkippedRecord;
import dev.sluice.wire.Records;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;

/// The records that a task went past because an operator said so. Each is named with every cut
/// until its row has been told anew before the cut. Of one task; not thread-safe.
public final class Skips {

    private static final char SKIP = 'k';
    private static final long NEVER = Long.MAX_VALUE;

    /// @param healedAfter the cut after which the row was told anew
    private record Skip(SkippedRecord record, long healedAfter) {}

    private final Memory memory;
    private final Records records;
    private final Map<Long, Skip> byOffset = new TreeMap<>();

    /// @param memory of the task, which reads one partition that records are skipped in
    public Skips(Memory memory, Records records) {
        this.memory = memory;
        this.records = records;
        memory.forEach(
                SKIP,
                (key, value) ->
                        byOffset.put(
                                Memory.number(key, 0),
                                new Skip(
                                        (SkippedRecord)
                                                records.decode(
                                                        Arrays.copyOfRange(
                                                                value, Long.BYTES, value.length)),
                                        Memory.number(value, 0))));
    }

    /// A record was skipped.
    public void add(SkippedRecord record) {
        put(new Skip(record, NEVER));
    }

    /// A row was told anew, and completely.
    ///
    /// @param key the row's key in the topic
    /// @param since the last cut before that
    public void heal(byte[] key, long since) {
        if (byOffset.isEmpty()) {
            return;
        }
        String text = new String(key, StandardCharsets.UTF_8);
        for (Skip skip : List.copyOf(byOffset.values())) {
            if (skip.healedAfter() == NEVER && text.equals(skip.record().getKey())) {
                put(new Skip(skip.record(), since));
            }
        }
    }

    /// A mark with those added that were not told anew before its cut.
    public CutReached name(CutReached mark) {
        if (byOffset.isEmpty()) {
            return mark;
        }
        List<SkippedRecord> named = new ArrayList<>(mark.getSkipped());
        for (Skip skip : List.copyOf(byOffset.values())) {
            if (skip.healedAfter() < mark.getCut()) {
                byOffset.remove(skip.record().getOffset());
                memory.forget(key(skip.record()));
            } else {
                named.add(skip.record());
            }
        }
        return CutReached.newBuilder(mark).setSkipped(named).build();
    }

    private void put(Skip skip) {
        byte[] record = records.encode(skip.record());
        byOffset.put(skip.record().getOffset(), skip);
        memory.put(
                key(skip.record()),
                ByteBuffer.allocate(Long.BYTES + record.length)
                        .putLong(skip.healedAfter())
                        .put(record)
                        .array());
    }

    private static Bytes key(SkippedRecord record) {
        return Memory.key(SKIP, record.getOffset());
    }
}
