package dev.sluice.publisher.row;

import dev.sluice.record.RowVersion;
import dev.sluice.wire.Records;
import dev.sluice.wire.UnreadableRecordException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/// A `RowVersion` read where it lies. Publishing turns the bytes of a topic into the bytes of a
/// file; decoding each cell into an object between the two would cost more than all else. So this
/// view notes where each cell begins, and text goes from the record to the file as the UTF-8 it
/// already is.
///
/// It knows the current schema alone; a record of an earlier version is first written anew in the
/// current one. The view is used over and over, and what it gives holds until the next
/// [#read(byte[])]. Not thread-safe.
///
/// Over 200 lines, since it is one decoder and the accessors of what it decoded; apart, each would
/// need the other's fields, and a call for each cell of each row.
public final class RowView {

    /// What a cell holds: the branches of the union of cells, in the schema's order.
    public enum Content {
        NULL,
        BOOLEAN,
        LONG,
        FLOAT,
        DOUBLE,
        STRING,
        BYTES
    }

    private static final Schema SCHEMA = RowVersion.getClassSchema();
    private static final long FINGERPRINT = SchemaNormalization.parsingFingerprint64(SCHEMA);
    private static final int HEADER_BYTES = 10;
    private static final List<String> FIELDS =
            List.of(
                    "sequence",
                    "since",
                    "position",
                    "committedAt",
                    "version",
                    "upstream",
                    "sortKey",
                    "cells");
    private static final Content[] CONTENTS = Content.values();

    static {
        List<String> fields = SCHEMA.getFields().stream().map(Schema.Field::name).toList();
        if (!fields.equals(FIELDS)) {
            throw new IllegalStateException("RowView knows " + FIELDS + ", not " + fields);
        }
    }

    private final Records records = new Records();
    private byte[] bytes = {};
    private int at;

    private long sequence;
    private long since;
    private long committedAt;
    private int version;
    private int upstream;
    private byte[] sortKey = {};
    private boolean deletion;
    private int count;
    private Content[] contents = new Content[32];
    private int[] starts = new int[32];
    private int[] lengths = new int[32];

    /// Whether a value is a `RowVersion` of the current schema, and so needs no other decoding.
    public static boolean isCurrent(byte[] value) {
        return value.length >= HEADER_BYTES
                && ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(2) == FINGERPRINT;
    }

    /// Moves the view to a record, cells included.
    ///
    /// @param value a record's value, not changed while the view is used
    /// @throws UnreadableRecordException if it is none of Sluice's records
    /// @throws IllegalArgumentException if it is no row version, or a damaged one
    public void read(byte[] value) {
        readHead(value);
        readCells();
    }

    /// Moves the view to a record, but for its cells; those who want them call [#readCells()].
    public void readHead(byte[] value) {
        byte[] current = value;
        if (!isCurrent(value)) {
            if (!(records.decode(value) instanceof RowVersion row)) {
                throw new IllegalArgumentException("the record is no RowVersion");
            }
            current = records.encode(row);
        }
        try {
            readCurrent(current);
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw damaged(e);
        }
    }

    /// Finds the cells of the record that [#readHead(byte\[\])] moved to.
    public void readCells() {
        if (deletion) {
            return;
        }
        try {
            indexCells();
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw damaged(e);
        }
    }

    private static IllegalArgumentException damaged(RuntimeException e) {
        return new IllegalArgumentException("the value is a damaged RowVersion: " + e, e);
    }

    private void readCurrent(byte[] value) {
        bytes = value;
        at = HEADER_BYTES;
        sequence = readLong();
        since = readLong();
        readLong(); // position.commit
        readLong(); // position.index
        committedAt = readLong();
        version = Math.toIntExact(readLong());
        upstream = Math.toIntExact(readLong());
        int keyLength = Math.toIntExact(readLong());
        Objects.checkFromIndexSize(at, keyLength, bytes.length);
        sortKey = Arrays.copyOfRange(bytes, at, at + keyLength);
        at += keyLength;
        deletion = readLong() == 0;
        count = 0;
    }

    /// An Avro array: blocks of a count and that many items, a negative count being followed by the
    /// block's size; a count of 0 ends it.
    private void indexCells() {
        for (long items = readLong(); items != 0; items = readLong()) {
            if (items < 0) {
                items = -items;
                readLong();
            }
            for (long i = 0; i < items; i++) {
                indexCell();
            }
        }
    }

    private void indexCell() {
        if (count == starts.length) {
            contents = Arrays.copyOf(contents, count * 2);
            starts = Arrays.copyOf(starts, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        Content content = CONTENTS[(int) readLong()];
        int start = at;
        switch (content) {
            case NULL -> {}
            case BOOLEAN -> at += 1;
            case LONG -> readLong();
            case FLOAT -> at += Float.BYTES;
            case DOUBLE -> at += Double.BYTES;
            case STRING, BYTES -> {
                int length = Math.toIntExact(readLong());
                start = at;
                at = Math.addExact(at, length);
            }
        }
        Objects.checkFromToIndex(start, at, bytes.length);
        contents[count] = content;
        starts[count] = start;
        lengths[count] = at - start;
        count++;
    }

    /// Avro's long: 7 bits a byte, lowest first, in zigzag order.
    private long readLong() {
        long bits = 0;
        int shift = 0;
        byte b;
        do {
            b = bytes[at++];
            bits |= (b & 0x7fL) << shift;
            shift += 7;
        } while (b < 0);
        return (bits >>> 1) ^ -(bits & 1);
    }

    /// The change's sequence.
    public long sequence() {
        return sequence;
    }

    /// The last cut before the row version, in seconds.
    public long since() {
        return since;
    }

    /// When its transaction committed, in microseconds.
    public long committedAt() {
        return committedAt;
    }

    /// The version of the table's definition that describes the cells.
    public int version() {
        return version;
    }

    /// The partition of `changes` that it came from.
    public int upstream() {
        return upstream;
    }

    /// The primary key's sort key, an array of its own.
    public byte[] sortKey() {
        return sortKey;
    }

    /// Whether this is a deletion, which has no cells.
    public boolean isDeletion() {
        return deletion;
    }

    /// How many cells there are.
    public int cells() {
        return count;
    }

    /// What the cell holds.
    public Content content(int cell) {
        return contents[cell];
    }

    /// The record's bytes; [#start(int)] and [#length(int)] say where a cell's text lies in them.
    public byte[] bytes() {
        return bytes;
    }

    /// Where the text or bytes of a cell begin in [#bytes()].
    public int start(int cell) {
        return starts[cell];
    }

    /// How many bytes its text has.
    public int length(int cell) {
        return lengths[cell];
    }

    /// The value of a LONG.
    public long longAt(int cell) {
        at = starts[cell];
        return readLong();
    }

    /// The value of a BOOLEAN.
    public boolean booleanAt(int cell) {
        return bytes[starts[cell]] != 0;
    }

    /// The value of a FLOAT.
    public float floatAt(int cell) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getFloat(starts[cell]);
    }

    /// The value of a DOUBLE.
    public double doubleAt(int cell) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getDouble(starts[cell]);
    }
}
