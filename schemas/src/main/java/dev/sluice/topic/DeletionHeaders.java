package dev.sluice.topic;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// What the null that follows a deletion in `rows` carries in its headers, since it has no value:
/// the numbers each as 8 big-endian bytes, the sort key as it is. Compaction may leave the null
/// when it has removed the deletion's row version, so readers treat the null as the deletion; the
/// sort key puts it beside the row that it deletes.
///
/// @param since the last cut before the deletion, in seconds
/// @param sequence the deletion's sequence
/// @param upstream the partition of `changes` that it came from
/// @param sortKey the deleted row's primary key as [dev.sluice.key.SortKey] bytes; not copied
public record DeletionHeaders(long since, long sequence, int upstream, byte[] sortKey) {

    private static final String SINCE = "cut";
    private static final String SEQUENCE = "sequence";
    private static final String UPSTREAM = "upstream";
    private static final String SORT_KEY = "sortKey";

    /// Adds them to a record's headers.
    public void addTo(Headers headers) {
        headers.add(SINCE, bytes(since));
        headers.add(SEQUENCE, bytes(sequence));
        headers.add(UPSTREAM, bytes(upstream));
        headers.add(SORT_KEY, sortKey);
    }

    /// Those of a record.
    ///
    /// @throws IllegalArgumentException if one is missing or malformed; the message names it
    public static DeletionHeaders of(Headers headers) {
        return new DeletionHeaders(
                number(headers, SINCE),
                number(headers, SEQUENCE),
                Math.toIntExact(number(headers, UPSTREAM)),
                value(headers, SORT_KEY));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DeletionHeaders that
                && since == that.since
                && sequence == that.sequence
                && upstream == that.upstream
                && Arrays.equals(sortKey, that.sortKey);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(sequence);
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static long number(Headers headers, String name) {
        byte[] value = value(headers, name);
        if (value.length != Long.BYTES) {
            throw new IllegalArgumentException(
                    "the header \"" + name + "\" has 8 bytes, not " + value.length);
        }
        return ByteBuffer.wrap(value).getLong();
    }

    private static byte[] value(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null) {
            throw new IllegalArgumentException(
                    "a record without a value needs the header \"" + name + "\"");
        }
        return header.value();
    }
}
