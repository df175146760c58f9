package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.state.HeldRow;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// Every live row of this partition of `changes`, by its key there.
final class HeldRows {

    private final KeyValueStore<Bytes, byte[]> store;

    HeldRows(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    @Nullable HeldRow get(Bytes key) {
        byte[] value = store.get(key);
        return value == null ? null : StateCodec.row(value);
    }

    void put(Bytes key, HeldRow row) {
        store.put(key, StateCodec.encode(row));
    }

    void remove(Bytes key) {
        store.delete(key);
    }

    /// The encoded rows with keys from `from` to `to`, both included; to be closed.
    KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
        return store.range(from, to);
    }
}
