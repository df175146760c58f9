package dev.sluice.aggregator.step;

import java.nio.ByteBuffer;
import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// What a step remembers beside its rows: a few numbers and owed records, under keys that begin
/// with a byte for their kind. The store behind it is cached, so that a counter that every record
/// raises is written to the changelog once a commit. Of one task; not thread-safe.
public final class Memory {

    private final KeyValueStore<Bytes, byte[]> store;

    /// @param store holds it
    public Memory(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /// The key of a kind and some numbers; keys of one kind sort by their numbers (none negative).
    public static Bytes key(char kind, long... numbers) {
        ByteBuffer key = ByteBuffer.allocate(1 + numbers.length * Long.BYTES).put((byte) kind);
        for (long number : numbers) {
            key.putLong(number);
        }
        return Bytes.wrap(key.array());
    }

    /// The number at an index of such a key.
    public static long number(Bytes key, int index) {
        return ByteBuffer.wrap(key.get()).getLong(1 + index * Long.BYTES);
    }

    /// Some numbers as a value.
    public static byte[] value(long... numbers) {
        ByteBuffer value = ByteBuffer.allocate(numbers.length * Long.BYTES);
        for (long number : numbers) {
            value.putLong(number);
        }
        return value.array();
    }

    /// The number at an index of such a value.
    public static long number(byte[] value, int index) {
        return ByteBuffer.wrap(value).getLong(index * Long.BYTES);
    }

    /// What is remembered under a key.
    public byte @Nullable [] get(Bytes key) {
        return store.get(key);
    }

    /// Remembers a value under a key.
    public void put(Bytes key, byte[] value) {
        store.put(key, value);
    }

    /// Forgets a key.
    public void forget(Bytes key) {
        store.delete(key);
    }

    /// Everything of a kind, by key. Nothing may be remembered or forgotten meanwhile.
    public void forEach(char kind, BiConsumer<Bytes, byte[]> action) {
        try (KeyValueIterator<Bytes, byte[]> all =
                store.prefixScan(key(kind), Serdes.Bytes().serializer())) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                action.accept(entry.key, entry.value);
            }
        }
    }
}
