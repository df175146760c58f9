package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.state.HeldRow;
import dev.sluice.aggregator.step.Memory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/// Carries out a sweep in slices, remembering how far it has come.
final class Sweeper {

    private static final Bytes CURSOR = Memory.key('c');

    /// Where a sweep has come to: the index of the table and the last key looked at.
    private record Cursor(int table, byte @Nullable [] last) {}

    private final Memory memory;
    private final HeldRows held;
    private final Rows rows;
    private final Waiting waiting;
    private final int sliceRows;
    private Cursor cursor;

    /// @param sliceRows how many rows to look at in one slice
    Sweeper(Memory memory, HeldRows held, Rows rows, Waiting waiting, int sliceRows) {
        this.memory = memory;
        this.held = held;
        this.rows = rows;
        this.waiting = waiting;
        this.sliceRows = sliceRows;
        this.cursor = load(memory.get(CURSOR));
    }

    /// Looks at the next rows.
    ///
    /// @return whether the sweep has come to its end
    boolean slice(Sweep sweep) {
        int left = sliceRows;
        while (cursor.table() < sweep.tables().size() && left > 0) {
            left -= scan(sweep, sweep.tables().get(cursor.table()), left);
        }
        memory.put(CURSOR, save(cursor));
        return isOver(sweep);
    }

    /// Whether the sweep that is under way has come to its end.
    boolean isOver(Sweep sweep) {
        return cursor.table() == sweep.tables().size();
    }

    /// Makes ready for the next sweep.
    void reset() {
        cursor = new Cursor(0, null);
        memory.forget(CURSOR);
    }

    private int scan(Sweep sweep, String table, int limit) {
        int seen = 0;
        try (KeyValueIterator<Bytes, byte[]> range = held.ofTable(table, cursor.last())) {
            while (range.hasNext() && seen < limit) {
                KeyValue<Bytes, byte[]> entry = range.next();
                HeldRow row = StateCodec.row(entry.value);
                if (sweep.covers(row)
                        && waiting.firstSequence(entry.key) > sweep.cause().sequence()) {
                    rows.delete(entry.key, row, sweep.cause());
                }
                cursor = new Cursor(cursor.table(), entry.key.get());
                seen++;
            }
            if (!range.hasNext()) {
                cursor = new Cursor(cursor.table() + 1, null);
            }
        }
        return seen;
    }

    private static byte[] save(Cursor cursor) {
        byte[] last = cursor.last();
        ByteBuffer value =
                ByteBuffer.allocate(Integer.BYTES + (last == null ? 0 : last.length))
                        .putInt(cursor.table());
        return (last == null ? value : value.put(last)).array();
    }

    private static Cursor load(byte @Nullable [] value) {
        if (value == null) {
            return new Cursor(0, null);
        }
        byte[] last =
                value.length == Integer.BYTES
                        ? null
                        : Arrays.copyOfRange(value, Integer.BYTES, value.length);
        return new Cursor(ByteBuffer.wrap(value).getInt(), last);
    }
}
