package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.metric.Tasks;
import dev.sluice.aggregator.step.Routed;
import dev.sluice.aggregator.step.SkippedRecords;
import dev.sluice.aggregator.step.Stores;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/// The step from `changes` to `rows`: makes every change a complete row version of one tenant.
public final class Resolve implements ProcessorSupplier<byte[], byte[], byte[], Routed> {

    /// The sink for rows and their marks.
    public static final String TO_ROWS = "to-rows";

    /// The sink for what is handed over from an old key to a new one.
    public static final String TO_HAND_OVERS = "to-hand-overs";

    /// The step's name in metrics.
    public static final String NAME = "resolve";

    static final String HELD = "held-rows";
    static final String WAITING = "waiting-changes";
    static final String MEMORY = "resolve-memory";
    static final String DEFINITIONS = "definitions";

    /// What the step needs to know.
    ///
    /// @param changesTopic the topic of changes
    /// @param handOversTopic the topic that old keys hand over to new ones by
    /// @param partitions of `changes`, `rows` and `handOversTopic`
    /// @param maxRecordBytes the largest record that `rows` takes
    /// @param sliceRows how many rows a sweep looks at in one slice
    /// @param skipped records that an operator had skipped
    /// @param tasks shows the tasks' numbers to others
    public record Settings(
            String changesTopic,
            String handOversTopic,
            int partitions,
            long maxRecordBytes,
            int sliceRows,
            SkippedRecords skipped,
            Tasks tasks) {}

    private final Settings settings;
    private final Stores stores;

    /// @param stores builds the stores of the step
    public Resolve(Settings settings, Stores stores) {
        this.settings = settings;
        this.stores = stores;
    }

    @Override
    public Processor<byte[], byte[], byte[], Routed> get() {
        return new ResolveStep(settings);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(stores.rows(HELD), stores.rows(WAITING), stores.memory(MEMORY));
    }

    /// The global store of the definitions of tables.
    public static StoreBuilder<KeyValueStore<Bytes, byte[]>> definitions() {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(DEFINITIONS),
                        Serdes.Bytes(),
                        Serdes.ByteArray())
                .withLoggingDisabled();
    }

    /// Fills [#definitions()] from the topic `tables`.
    public static ProcessorSupplier<byte[], byte[], Void, Void> definitionsKeeper() {
        return () -> KnownDefinitions.keeper(DEFINITIONS);
    }
}
