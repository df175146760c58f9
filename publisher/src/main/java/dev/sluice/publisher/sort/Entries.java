package dev.sluice.publisher.sort;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// How an entry lies in bytes, in memory and in a run alike: group (4), sequence (8), length of the
/// key (4), length of the value (4, or -1 for a deletion), key, value. Big-endian.
final class Entries {

    static final int HEADER = 20;
    static final int DELETION = -1;

    private static final int SEQUENCE = 4;
    private static final int KEY_LENGTH = 12;
    private static final int VALUE_LENGTH = 16;

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Entries() {}

    static long size(int keyLength, int valueLength) {
        return (long) HEADER + keyLength + Math.max(valueLength, 0);
    }

    static void putHeader(
            byte[] bytes, int at, int group, long sequence, int keyLength, int valueLength) {
        INT.set(bytes, at, group);
        LONG.set(bytes, at + SEQUENCE, sequence);
        INT.set(bytes, at + KEY_LENGTH, keyLength);
        INT.set(bytes, at + VALUE_LENGTH, valueLength);
    }

    static int group(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static long sequence(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + SEQUENCE);
    }

    static int keyLength(byte[] bytes, int at) {
        return (int) INT.get(bytes, at + KEY_LENGTH);
    }

    static int valueLength(byte[] bytes, int at) {
        return (int) INT.get(bytes, at + VALUE_LENGTH);
    }

    static int size(byte[] bytes, int at) {
        return Math.toIntExact(size(keyLength(bytes, at), valueLength(bytes, at)));
    }

    static int valueStart(byte[] bytes, int at) {
        return at + HEADER + keyLength(bytes, at);
    }

    /// The order of rows: group, then key as unsigned bytes.
    static int compareRows(byte[] a, int atA, byte[] b, int atB) {
        int byGroup = Integer.compare(group(a, atA), group(b, atB));
        if (byGroup != 0) {
            return byGroup;
        }
        int keyA = atA + HEADER;
        int keyB = atB + HEADER;
        return Arrays.compareUnsigned(
                a, keyA, keyA + keyLength(a, atA), b, keyB, keyB + keyLength(b, atB));
    }

    /// The order of row versions: of rows, and of a row's versions by sequence.
    static int compare(byte[] a, int atA, byte[] b, int atB) {
        int byRow = compareRows(a, atA, b, atB);
        return byRow != 0 ? byRow : Long.compare(sequence(a, atA), sequence(b, atB));
    }
}
