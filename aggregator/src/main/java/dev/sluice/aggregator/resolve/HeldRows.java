package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.state.HeldRow;
import dev.sluice.key.ChangeKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

    /// The encoded rows of a table, by key; to be closed.
    ///
    /// @param after the key after which to begin; null for the first
    KeyValueIterator<Bytes, byte[]> ofTable(String table, byte @Nullable [] after) {
        byte[] first = ChangeKey.prefix(table).getBytes(StandardCharsets.UTF_8);
        byte[] last = first.clone();
        // No key equals it: it has no slash.
        last[last.length - 1]++;
        return store.range(
                Bytes.wrap(after == null ? first : Arrays.copyOf(after, after.length + 1)),
                Bytes.wrap(last));
    }
}
