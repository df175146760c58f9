package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.state.HeldRow;
import dev.sluice.aggregator.step.Memory;
import dev.sluice.aggregator.step.UnusableRecordException;
import dev.sluice.cut.Cut;
import dev.sluice.record.CutReached;
import dev.sluice.record.Reading;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/// How many rows of each table have cells that are not known: the log left them out, and no version
/// of the row that had them was ever seen here. That is right while the table is being read, or
/// waits for it, since the reading gives them all; at a cut that does not list the table, such a
/// cell would go out as a NULL that nobody corrects.
final class UnknownCells {

    private static final char UNKNOWN = 'x';

    private final Memory memory;
    private final Map<String, Long> rows = new HashMap<>();

    UnknownCells(Memory memory) {
        this.memory = memory;
        memory.forEach(UNKNOWN, (key, value) -> rows.put(table(key), Memory.number(value, 0)));
    }

    /// Accounts for what is held of a row from now on.
    void held(String table, @Nullable HeldRow before, @Nullable HeldRow after) {
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

    /// Checks that every table with such rows is being read.
    void check(CutReached mark) {
        if (!rows.isEmpty()) {
            List<String> read = mark.getReadings().stream().map(Reading::getTable).toList();
            rows.forEach((table, count) -> {
                if (!read.contains(table)) {
                    throw new UnusableRecordException(
                            "at the cut %s the log has left cells of %d rows of the table %s out that no earlier change or reading gave, and the table is not being read; start again with a new kafka.prefix"
                                    .formatted(new Cut(mark.getCut()), count, table));
                }
            });
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
