package dev.sluice.aggregator.compact;

import dev.sluice.aggregator.metric.Tasks;
import dev.sluice.aggregator.step.Routed;
import dev.sluice.aggregator.step.SkippedRecords;
import dev.sluice.aggregator.step.Stores;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/// The step from `rows` to `deltas`: keeps the last version of each row that changed between two
/// cuts, and writes them in order when the second is complete.
public final class Compact implements ProcessorSupplier<byte[], byte[], byte[], Routed> {

    /// The sink for deltas and their marks.
    public static final String TO_DELTAS = "to-deltas";

    /// The step's name in metrics.
    public static final String NAME = "compact";

    static final String WINDOW = "window";
    static final String MEMORY = "compact-memory";

    /// What the step needs to know.
    ///
    /// @param partitions of `changes`, from each of which a mark of every cut comes
    /// @param sliceRows how many deltas to write in one slice at most
    /// @param sliceBytes after how many bytes of deltas a slice ends
    /// @param skipped records that an operator had skipped
    /// @param tasks shows the tasks' numbers to others
    public record Settings(
            int partitions, int sliceRows, long sliceBytes, SkippedRecords skipped, Tasks tasks) {}

    private final Settings settings;
    private final Stores stores;

    /// @param stores builds the stores of the step
    public Compact(Settings settings, Stores stores) {
        this.settings = settings;
        this.stores = stores;
    }

    @Override
    public Processor<byte[], byte[], byte[], Routed> get() {
        return new CompactStep(settings);
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(stores.rows(WINDOW), stores.memory(MEMORY));
    }
}
