package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.state.Hash;
import dev.sluice.aggregator.state.HeldRow;
import dev.sluice.aggregator.step.RowHeader;
import dev.sluice.aggregator.step.UnusableRecordException;
import dev.sluice.key.RowKey;
import dev.sluice.record.Change;
import dev.sluice.record.RowVersion;
import dev.sluice.topic.DeletionHeaders;
import dev.sluice.wire.Records;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.commons.codec.digest.MurmurHash3;
import org.jspecify.annotations.Nullable;

/// Makes row versions of what became of rows, and writes them.
final class RowWriter {

    /// What a record takes beside key and value, generously.
    private static final int RECORD_OVERHEAD_BYTES = 1024;

    private final RowsOut out;
    private final Records records;
    private final RowHeader.Reader headers;
    private final long maxRecordBytes;

    /// @param maxRecordBytes the largest record that `rows` takes
    RowWriter(RowsOut out, Records records, long maxRecordBytes) {
        this.out = out;
        this.records = records;
        this.headers = new RowHeader.Reader(records);
        this.maxRecordBytes = maxRecordBytes;
    }

    /// An encoded row version.
    ///
    /// @param hash of its cells
    record Encoded(long since, byte[] value, Hash hash) {}

    /// The row version that a complete change makes.
    Encoded encode(Change change) {
        byte[] value =
                encode(
                        Cause.of(change),
                        change.getVersion(),
                        change.getSortKey(),
                        change.getCells());
        return new Encoded(change.getSince(), value, hash(value));
    }

    /// Checks that a row version can be written.
    void checkSize(RowKey key, Encoded row) {
        long size = (long) row.value().length + key.bytes().length + RECORD_OVERHEAD_BYTES;
        if (size > maxRecordBytes) {
            throw new UnusableRecordException(
                    "the row %s of table %s takes %d bytes, but kafka.max_record is %d; raise it and run `sluice topics apply`, or exclude a column by tables.%s.exclude"
                            .formatted(key.id(), key.table(), size, maxRecordBytes, key.table()));
        }
    }

    /// Writes a live row.
    void live(RowKey key, Encoded row) {
        out.live(key, row.since(), row.value());
    }

    /// Writes the deletion of a row.
    void deletion(RowKey key, HeldRow row, Cause cause) {
        out.deletion(
                key,
                new DeletionHeaders(
                        cause.since(),
                        cause.sequence(),
                        out.upstream(),
                        StateCodec.bytes(row.getSortKey())),
                encode(cause, row.getVersion(), row.getSortKey(), null));
    }

    private byte[] encode(
            Cause cause, int version, ByteBuffer sortKey, @Nullable List<@Nullable Object> cells) {
        return records.encode(
                new RowVersion(
                        cause.sequence(),
                        cause.since(),
                        cause.position(),
                        cause.committedAt(),
                        version,
                        out.upstream(),
                        sortKey,
                        cells));
    }

    private Hash hash(byte[] value) {
        int from = headers.read(value).cellsAt();
        long[] hash = MurmurHash3.hash128x64(value, from, value.length - from, 0);
        return new Hash(
                ByteBuffer.allocate(2 * Long.BYTES).putLong(hash[0]).putLong(hash[1]).array());
    }
}
