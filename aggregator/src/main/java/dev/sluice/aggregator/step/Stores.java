package dev.sluice.aggregator.step;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/// The stores of the steps: bytes to bytes, each with its changelog, so that a lost disk comes
/// back.
///
/// Rows are not cached above RocksDB: the keys of a large table hardly repeat within a commit, and
/// the cache would only add a step to every look-up and sort every scan together with its own.
/// Memories are: their few counters change with every record.
public final class Stores {

    private final Map<String, String> changelog;

    /// @param maxRecordBytes the largest record that a changelog must take
    public Stores(long maxRecordBytes) {
        this.changelog = Map.of("max.message.bytes", Long.toString(maxRecordBytes));
    }

    /// A store of rows.
    public StoreBuilder<KeyValueStore<Bytes, byte[]>> rows(String name) {
        return builder(name).withCachingDisabled();
    }

    /// A store for a [Memory].
    public StoreBuilder<KeyValueStore<Bytes, byte[]>> memory(String name) {
        return builder(name).withCachingEnabled();
    }

    private StoreBuilder<KeyValueStore<Bytes, byte[]>> builder(String name) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name),
                        Serdes.Bytes(),
                        Serdes.ByteArray())
                .withLoggingEnabled(changelog);
    }
}
