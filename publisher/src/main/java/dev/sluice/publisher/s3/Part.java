package dev.sluice.publisher.s3;

import java.util.ArrayList;
import java.util.List;

/// A part of an object that is too large for one piece.
///
/// @param number from 1
/// @param from the first byte
/// @param length in bytes
record Part(int number, long from, long length) {

    /// S3 takes no more parts than this.
    private static final int MOST = 10_000;

    /// The parts of an object, each of `size` bytes or, if they would be too many, larger; the last
    /// may be smaller.
    static List<Part> of(long length, long size) {
        long each = Math.max(size, Math.ceilDiv(length, MOST));
        List<Part> parts = new ArrayList<>();
        for (long from = 0; from < length; from += each) {
            parts.add(new Part(parts.size() + 1, from, Math.min(each, length - from)));
        }
        return parts;
    }

    /// As a header names it.
    String range() {
        return "bytes=" + from + "-" + (from + length - 1);
    }
}
