package dev.sluice.config;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An amount of bytes, written like `32 MiB`.
///
/// @param bytes at least 0
public record ByteSize(long bytes) implements Comparable<ByteSize> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18}) ?(B|KiB|MiB|GiB|TiB)");
    private static final Map<String, Integer> SHIFT =
            Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30, "TiB", 40);

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is at least 0 B, not " + bytes + " B");
        }
    }

    /// So many mebibytes.
    public static ByteSize mebibytes(long count) {
        return new ByteSize(Math.multiplyExact(count, 1L << 20));
    }

    /// The size that a text such as `32 MiB` names; units are B, KiB, MiB, GiB and TiB.
    ///
    /// @throws IllegalArgumentException if the text is none, or has no unit
    public static ByteSize parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("write a number and one of B, KiB, MiB, GiB, TiB");
        }
        int shift = Objects.requireNonNull(SHIFT.get(form.group(2)));
        long count = Long.parseLong(form.group(1));
        if (count > Long.MAX_VALUE >> shift) {
            throw new IllegalArgumentException("that is more than can be counted");
        }
        return new ByteSize(count << shift);
    }

    /// The size as an `int`, for interfaces that take no more.
    ///
    /// @throws ArithmeticException from 2 GiB on
    public int intBytes() {
        return Math.toIntExact(bytes);
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        for (String unit : new String[] {"TiB", "GiB", "MiB", "KiB"}) {
            int shift = Objects.requireNonNull(SHIFT.get(unit));
            if (bytes != 0 && bytes % (1L << shift) == 0) {
                return (bytes >> shift) + " " + unit;
            }
        }
        return bytes + " B";
    }
}
