package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.state.HeldRow;
import dev.sluice.aggregator.step.Memory;
import dev.sluice.aggregator.step.UnusableRecordException;
import dev.sluice.cut.Cut;
import dev.sluice.key.ChangeKey;
import dev.sluice.record.CutReached;
import dev.sluice.record.Reading;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/// How many rows of each table have cells that are not known: the log left them out, and what is
/// held of the row does not have them. That is right while the table is being read, or waits for
/// it, since the reading gives them all; at a cut that does not list the table, such a cell would
/// go out as a NULL that nobody corrects.
final class UnknownCells {

    private static final char UNKNOWN = 'x';

    private final Memory memory;
    private final HeldRows held;
    private final Map<String, Long> rows = new HashMap<>();

    UnknownCells(Memory memory, HeldRows held) {
        this.memory = memory;
        this.held = held;
        memory.forEach(UNKNOWN, (key, value) -> rows.put(table(key), Memory.number(value, 0)));
    }

    /// Accounts for what is held of a row from now on.
    void holds(String table, @Nullable HeldRow before, @Nullable HeldRow after) {
        int more = (has(after) ? 1 : 0) - (has(before) ? 1 : 0);
        if (more != 0) {
            long count = rows.getOrDefault(table, 0L) + more;
            if (count == 0) {
                rows.remove(table);
                memory.forget(key(table));
            } else {
                rows.put(table, count);
                memory.put(key(table), Memory.value(count));
            }
        }
    }

    /// Checks that every table with such rows is being read; everything before the cut has been
    /// applied, and perhaps some after it.
    void check(CutReached mark) {
        if (!rows.isEmpty()) {
            List<String> read = mark.getReadings().stream().map(Reading::getTable).toList();
            rows.keySet().stream()
                    .filter(table -> !read.contains(table))
                    .forEach(table -> {
                        check(mark, table);
                    });
        }
    }

    private void check(CutReached mark, String table) {
        try (KeyValueIterator<Bytes, byte[]> all = held.ofTable(table, null)) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                HeldRow row = StateCodec.row(entry.value);
                if (has(row) && row.getSequence() <= mark.getSequence()) {
                    throw new UnusableRecordException(
                            "at the cut %s cells of the row %s are not known: the log left them out because they did not change, no earlier change or reading gave them, and the table is not being read; start again with a new kafka.prefix"
                                    .formatted(
                                            new Cut(mark.getCut()),
                                            ChangeKey.parse(entry.key.get())));
                }
            }
        }
    }

    private static boolean has(@Nullable HeldRow row) {
        return row != null && row.getOmittable().stream().anyMatch(cell -> cell.getValue() == null);
    }

    private static Bytes key(String table) {
        byte[] name = table.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(
                ByteBuffer.allocate(1 + name.length).put((byte) UNKNOWN).put(name).array());
    }

    private static String table(Bytes key) {
        return new String(key.get(), 1, key.get().length - 1, StandardCharsets.UTF_8);
    }
}
