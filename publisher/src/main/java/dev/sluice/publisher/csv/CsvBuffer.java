package dev.sluice.publisher.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Lines of CSV as UTF-8 bytes: comma, LF, and the quoting of RFC 4180 where a cell needs it. A
/// cell needs quotes if it holds a comma, a quote, CR or LF, and also if it is empty or `NULL`, so
/// that empty text, the text NULL, SQL NULL (`NULL`) and a blank cell never meet.
///
/// Text is written as it is and then looked through, since few cells need quotes. Used over and
/// over; not thread-safe.
public final class CsvBuffer {

    private static final byte[] NULL = {'N', 'U', 'L', 'L'};

    private byte[] bytes = new byte[1024];
    private int length;
    private boolean lineBegun;

    /// Forgets what was written.
    public void clear() {
        length = 0;
        lineBegun = false;
    }

    /// The bytes, of which the first [#length()] are written.
    public byte[] bytes() {
        return bytes;
    }

    /// How many bytes are written.
    public int length() {
        return length;
    }

    /// Begins a cell: writes the comma before it, if it is not the line's first.
    ///
    /// @return where the cell begins, for [#endText(int)]
    int beginCell() {
        if (lineBegun) {
            put((byte) ',');
        }
        lineBegun = true;
        return length;
    }

    /// Writes an SQL NULL as the cell just begun.
    void putNull() {
        put(NULL, 0, NULL.length);
    }

    /// Forgets what was written from `start` on and writes an SQL NULL in its place.
    void replaceByNull(int start) {
        length = start;
        putNull();
    }

    /// Ends the line.
    void endLine() {
        put((byte) '\n');
        lineBegun = false;
    }

    void put(byte value) {
        ensure(1);
        bytes[length++] = value;
    }

    void put(byte[] from, int offset, int count) {
        ensure(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    /// Writes characters as they are.
    void put(CharSequence text) {
        int count = text.length();
        ensure(count);
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                byte[] rest =
                        text.subSequence(i, count).toString().getBytes(StandardCharsets.UTF_8);
                put(rest, 0, rest.length);
                return;
            }
            bytes[length++] = (byte) c;
        }
    }

    /// Writes an integer in decimal.
    void put(long value) {
        if (value == Long.MIN_VALUE) {
            put(Long.toString(value));
            return;
        }
        ensure(20);
        if (value < 0) {
            bytes[length++] = '-';
            value = -value;
        }
        int digits = 1;
        for (long bound = 10; digits < 19 && value >= bound; bound *= 10) {
            digits++;
        }
        int at = length + digits;
        length = at;
        do {
            bytes[--at] = (byte) ('0' + value % 10);
            value /= 10;
        } while (value != 0);
    }

    /// Writes bytes as two hexadecimal digits each.
    void putHexadecimal(byte[] from, int offset, int count) {
        ensure(2 * count);
        for (int i = offset; i < offset + count; i++) {
            bytes[length++] = hexadecimal(from[i] >> 4 & 15);
            bytes[length++] = hexadecimal(from[i] & 15);
        }
    }

    private static byte hexadecimal(int digit) {
        return (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
    }

    /// Ends a cell of text that began at `start`: puts it into quotes if it needs them.
    void endText(int start) {
        int quotes = 0;
        boolean needed = length == start || isNull(start);
        for (int i = start; i < length; i++) {
            byte b = bytes[i];
            if (b <= ',' && (b == ',' || b == '"' || b == '\n' || b == '\r')) {
                needed = true;
                if (b == '"') {
                    quotes++;
                }
            }
        }
        if (needed) {
            quote(start, quotes);
        }
    }

    private boolean isNull(int start) {
        return length - start == NULL.length
                && Arrays.equals(bytes, start, length, NULL, 0, NULL.length);
    }

    /// Moves the text from its end to make place for the quotes.
    private void quote(int start, int quotes) {
        ensure(quotes + 2);
        int from = length;
        length += quotes + 2;
        int to = length;
        bytes[--to] = '"';
        while (from > start) {
            byte b = bytes[--from];
            bytes[--to] = b;
            if (b == '"') {
                bytes[--to] = '"';
            }
        }
        bytes[--to] = '"';
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            int needed = Math.addExact(length, more);
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(2L * needed, 1 << 30)));
        }
    }
}
