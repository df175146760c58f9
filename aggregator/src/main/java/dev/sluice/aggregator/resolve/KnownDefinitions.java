package dev.sluice.aggregator.resolve;

import dev.sluice.record.TableDefinition;
import dev.sluice.wire.Records;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/// The definitions of the topic `tables`, of which each process keeps a copy in a global store. A
/// definition never changes under its version, so each task remembers what it has looked up.
final class KnownDefinitions implements Definitions {

    private record Version(String table, int version) {}

    private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
    private final Records records;
    private final Map<Version, TableDefinition> seen = new HashMap<>();

    KnownDefinitions(ReadOnlyKeyValueStore<Bytes, byte[]> store, Records records) {
        this.store = store;
        this.records = records;
    }

    @Override
    public @Nullable TableDefinition find(String table, int version) {
        Version key = new Version(table, version);
        TableDefinition known = seen.get(key);
        if (known != null) {
            return known;
        }
        byte[] value = store.get(key(table, version));
        if (value == null) {
            return null;
        }
        TableDefinition definition = (TableDefinition) records.decode(value);
        seen.put(key, definition);
        return definition;
    }

    private static Bytes key(String table, int version) {
        return Bytes.wrap((version + "/" + table).getBytes(StandardCharsets.UTF_8));
    }

    /// Fills the global store from the topic.
    ///
    /// @param name of the store
    static Processor<byte[], byte[], Void, Void> keeper(String name) {
        return new Keeper(name);
    }

    private static final class Keeper extends ContextualProcessor<byte[], byte[], Void, Void> {

        private final String name;
        private final Records records = new Records();

        Keeper(String name) {
            this.name = name;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            if (record.value() != null
                    && records.decode(record.value()) instanceof TableDefinition definition) {
                KeyValueStore<Bytes, byte[]> store = context().getStateStore(name);
                store.put(key(definition.getTable(), definition.getVersion()), record.value());
            }
        }
    }
}
