package dev.sluice.aggregator.compact;

import dev.sluice.aggregator.step.Memory;
import dev.sluice.aggregator.step.Outlet;
import dev.sluice.aggregator.step.RowHeader;
import dev.sluice.aggregator.step.Skips;
import dev.sluice.record.CutReached;
import dev.sluice.wire.Records;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/// Writes the deltas of a complete window in slices, then its mark. A row leaves the window with
/// its delta, so that what is left is what is still to be written; the place where it goes on is
/// remembered only to spare RocksDB the way over what it has just deleted. Rows of tables that are
/// being read go on into the next window.
final class Closing {

    private static final Bytes PLACE = Memory.key('p');

    private final Memory memory;
    private final Window window;
    private final Outlet deltas;
    private final Records records;
    private final int partition;
    private final Slice slice;
    private long written;
    private @Nullable Bytes place;

    /// How much to write in one go.
    ///
    /// @param rows look at so many at most
    /// @param bytes and no further row after so many
    record Slice(int rows, long bytes) {}

    Closing(
            Memory memory,
            Window window,
            Outlet deltas,
            Records records,
            int partition,
            Slice slice) {
        this.memory = memory;
        this.window = window;
        this.deltas = deltas;
        this.records = records;
        this.partition = partition;
        this.slice = slice;
        byte[] held = memory.get(PLACE);
        if (held != null) {
            written = Memory.number(held, 0);
            place = Bytes.wrap(Arrays.copyOfRange(held, Long.BYTES, held.length));
        }
    }

    /// Writes the next slice of a cut, with its mark after the last.
    ///
    /// @param skips which the mark has to name
    /// @return whether the cut is closed
    boolean goOn(CutReached cut, Skips skips) {
        // The window before the first cut has no deltas: no tenant has a base yet.
        if (cut.getPrevious() != 0 && !writeRows(cut)) {
            return false;
        }
        CutReached mark =
                CutReached.newBuilder(skips.name(cut))
                        .setUpstream(partition)
                        .setUpstreams(1)
                        .setCount(written)
                        .build();
        deltas.send(partition, null, records.encode(mark));
        deltas.hurry();
        written = 0;
        place = null;
        memory.forget(PLACE);
        return true;
    }

    private boolean writeRows(CutReached cut) {
        long since = cut.getPrevious();
        Readings readings = Readings.at(cut);
        int rows = 0;
        long bytes = 0;
        Bytes from = place == null ? WindowKey.first(since) : WindowKey.after(place);
        try (KeyValueIterator<Bytes, byte[]> changed = window.from(since, from)) {
            while (changed.hasNext()) {
                if (rows == slice.rows() || bytes >= slice.bytes()) {
                    remember();
                    return false;
                }
                KeyValue<Bytes, byte[]> row = changed.next();
                write(row.key, window.row(row.value), readings);
                window.remove(row.key);
                place = row.key;
                rows++;
                bytes += row.value.length;
            }
        }
        return true;
    }

    private void write(Bytes key, RowHeader row, Readings readings) {
        byte[] rowKey = WindowKey.rowKey(key, row.sortKey().length);
        if (readings.isWritten(rowKey, row)) {
            boolean own = row.since() == readings.previous();
            deltas.send(partition, rowKey, own ? row.value() : row.inWindow(readings.previous()));
            written++;
        }
        if (readings.isCarried(rowKey)) {
            window.carry(rowKey, row, readings.cut());
        }
    }

    private void remember() {
        byte[] at = place == null ? new byte[0] : place.get();
        memory.put(
                PLACE,
                ByteBuffer.allocate(Long.BYTES + at.length).putLong(written).put(at).array());
    }
}
