package dev.sluice.topic;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/// What the null that follows a deletion in `rows` carries in its headers, since it has no value:
/// each an 8-byte big-endian number. Compaction may leave the null when it has removed the
/// deletion's row version, so readers treat the null as the deletion.
///
/// @param since the last cut before the deletion, in seconds
/// @param sequence the deletion's sequence
/// @param upstream the partition of `changes` that it came from
public record DeletionHeaders(long since, long sequence, int upstream) {

    private static final String SINCE = "cut";
    private static final String SEQUENCE = "sequence";
    private static final String UPSTREAM = "upstream";

    /// Adds them to a record's headers.
    public void addTo(Headers headers) {
        headers.add(SINCE, bytes(since));
        headers.add(SEQUENCE, bytes(sequence));
        headers.add(UPSTREAM, bytes(upstream));
    }

    /// Those of a record.
    ///
    /// @throws IllegalArgumentException if one is missing or malformed; the message names it
    public static DeletionHeaders of(Headers headers) {
        return new DeletionHeaders(
                number(headers, SINCE),
                number(headers, SEQUENCE),
                Math.toIntExact(number(headers, UPSTREAM)));
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static long number(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null || header.value() == null || header.value().length != Long.BYTES) {
            throw new IllegalArgumentException(
                    "a record without a value needs the header \"" + name + "\" of 8 bytes");
        }
        return ByteBuffer.wrap(header.value()).getLong();
    }
}
