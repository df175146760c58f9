package dev.sluice.key;

import dev.sluice.record.ColumnKind;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Builds the bytes that sort rows by primary key: comparing two of them as unsigned bytes gives
/// the order in which the source sorts the keys (`ORDER BY key COLLATE "C"`). Not thread-safe.
///
/// Each column adds a form that sorts by itself and is no prefix of another of its kind:
///
/// | kind | bytes |
/// |---|---|
/// | INTEGER, TIMESTAMP, DATE, TIME | 8, big-endian, sign bit flipped |
/// | BOOLEAN | 1 |
/// | REAL, DOUBLE | 8: IEEE 754 with sign bit flipped, negative ones inverted; -0 as 0, NaN last |
/// | NUMERIC | class (-Infinity, negative, 0, positive, Infinity, NaN), then the exponent in 4 bytes and the digits, one a byte, ended by 0; inverted for negative ones |
/// | UUID | 16 |
/// | TEXT and all others | UTF-8 with 0 written as 0 255, ended by 0 0 |
/// | BYTES | as they are with 0 written as 0 255, ended by 0 0 |
public final class SortKey {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(16);

    /// Adds the next column of the key.
    ///
    /// @param kind the column's kind
    /// @param cell the cell, not null, as `dev.sluice.record` carries the kind
    /// @return this
    /// @throws IllegalArgumentException if the cell is not of that kind
    public SortKey add(ColumnKind kind, Object cell) {
        switch (kind) {
            case INTEGER, TIMESTAMP, DATE, TIME -> addLong(((Number) cell).longValue());
            case BOOLEAN -> out.write((Boolean) cell ? 1 : 0);
            case REAL, DOUBLE -> addDouble(((Number) cell).doubleValue());
            case NUMERIC -> addNumeric((String) cell);
            case UUID -> addUuid((String) cell);
            case BYTES -> addTerminated(bytes((ByteBuffer) cell));
            case TEXT, INTERVAL, JSON, ARRAY, OTHER ->
                    addTerminated(((String) cell).getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /// The key of the columns added so far.
    public byte[] toBytes() {
        return out.toByteArray();
    }

    private void addLong(long value) {
        addRaw(value ^ Long.MIN_VALUE);
    }

    private void addRaw(long bits) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.write((int) (bits >>> shift));
        }
    }

    private void addDouble(double value) {
        // Adding 0.0 makes -0.0 into 0.0; doubleToLongBits makes all NaN one, above Infinity.
        long bits = Double.doubleToLongBits(value + 0.0);
        addRaw(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
    }

    private void addNumeric(String text) {
        switch (text) {
            case "-Infinity" -> out.write(0);
            case "Infinity" -> out.write(4);
            case "NaN" -> out.write(5);
            default -> addFinite(new BigDecimal(text));
        }
    }

    private void addFinite(BigDecimal value) {
        int sign = value.signum();
        out.write(2 + sign);
        if (sign == 0) {
            return;
        }
        BigDecimal plain = value.abs().stripTrailingZeros();
        String digits = plain.unscaledValue().toString();
        // The value is 0.digits times ten to this power.
        int exponent = digits.length() - plain.scale();
        int mask = sign < 0 ? 0xff : 0;
        int biased = exponent ^ Integer.MIN_VALUE;
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write((biased >>> shift & 0xff) ^ mask);
        }
        for (int i = 0; i < digits.length(); i++) {
            out.write((digits.charAt(i) - '0' + 1) ^ mask);
        }
        out.write(mask);
    }

    private void addUuid(String text) {
        java.util.UUID uuid = java.util.UUID.fromString(text);
        addRaw(uuid.getMostSignificantBits());
        addRaw(uuid.getLeastSignificantBits());
    }

    private void addTerminated(byte[] bytes) {
        for (byte b : bytes) {
            out.write(b);
            if (b == 0) {
                out.write(0xff);
            }
        }
        out.write(0);
        out.write(0);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
