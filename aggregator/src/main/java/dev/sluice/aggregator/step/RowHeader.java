package dev.sluice.aggregator.step;

import dev.sluice.record.RowVersion;
import dev.sluice.wire.Records;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryData;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/// The fields of an encoded [RowVersion] that stand before its cells. Compact needs no more, and
/// cells are most of a row: reading only these spares decoding them and encoding them again.
///
/// A row of an older schema is first brought to the current one.
///
/// @param value the encoded row version that was read, in the current schema; not copied
/// @param sequence as in the row version
/// @param since as in the row version
/// @param upstream as in the row version
/// @param sortKey as in the row version
/// @param cellsAt where in `value` the cells begin
public record RowHeader(
        byte[] value, long sequence, long since, int upstream, byte[] sortKey, int cellsAt) {

    private static final int FINGERPRINT_AT = 2;
    private static final int BODY_AT = FINGERPRINT_AT + Long.BYTES;
    private static final int LONGEST_NUMBER = 10;
    private static final byte[] CURRENT =
            ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(SchemaNormalization.parsingFingerprint64(RowVersion.getClassSchema()))
                    .array();

    /// The row version's bytes as one of another window, all else being the same.
    ///
    /// @param cut the cut that the window follows
    public byte[] inWindow(long cut) {
        int sinceAt = afterNumber(BODY_AT);
        int sinceEnd = afterNumber(sinceAt);
        byte[] number = new byte[LONGEST_NUMBER];
        int length = BinaryData.encodeLong(cut, number, 0);
        return ByteBuffer.allocate(value.length - (sinceEnd - sinceAt) + length)
                .put(value, 0, sinceAt)
                .put(number, 0, length)
                .put(value, sinceEnd, value.length - sinceEnd)
                .array();
    }

    /// Avro writes a number so that every byte but its last is negative.
    private int afterNumber(int at) {
        int end = at;
        while (value[end] < 0) {
            end++;
        }
        return end + 1;
    }

    /// Reads the fields of row versions. Not thread-safe.
    public static final class Reader {

        private final Records records;
        private BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(new byte[0], null);

        /// @param records reads what is not in the current schema
        public Reader(Records records) {
            this.records = records;
        }

        /// The header of an encoded row version.
        ///
        /// @throws UnusableRecordException if the value holds something else, or is cut short
        /// @throws dev.sluice.wire.UnreadableRecordException if it is none of Sluice's records
        public RowHeader read(byte[] value) {
            byte[] current = isCurrent(value) ? value : upgrade(value);
            decoder =
                    DecoderFactory.get()
                            .binaryDecoder(current, BODY_AT, current.length - BODY_AT, decoder);
            try {
                return fields(current);
            } catch (IOException | RuntimeException e) {
                throw new UnusableRecordException("the value is a damaged RowVersion: " + e);
            }
        }

        private RowHeader fields(byte[] value) throws IOException {
            long sequence = decoder.readLong();
            long since = decoder.readLong();
            decoder.readLong(); // position.commit
            decoder.readLong(); // position.index
            decoder.readLong(); // committedAt
            decoder.readInt(); // version
            int upstream = decoder.readInt();
            ByteBuffer sortKey = decoder.readBytes(null);
            int cellsAt = value.length - decoder.inputStream().available();
            return new RowHeader(value, sequence, since, upstream, sortKey.array(), cellsAt);
        }

        private byte[] upgrade(byte[] value) {
            if (records.decode(value) instanceof RowVersion row) {
                return records.encode(row);
            }
            throw new UnusableRecordException("a record with a row's key is no RowVersion");
        }

        private static boolean isCurrent(byte[] value) {
            return value.length > BODY_AT
                    && value[0] == (byte) 0xC3
                    && value[1] == 1
                    && Arrays.equals(value, FINGERPRINT_AT, BODY_AT, CURRENT, 0, CURRENT.length);
        }
    }
}
