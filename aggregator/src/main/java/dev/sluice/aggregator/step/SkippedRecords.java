package dev.sluice.aggregator.step;

import dev.sluice.record.SkippedRecord;
import org.jspecify.annotations.Nullable;

/// Which records an operator had skipped. Asked only for a record that stops the aggregator else.
@FunctionalInterface
public interface SkippedRecords {

    /// What was entered of a record; null if it is not to be skipped. Called by the threads of the
    /// steps; may take as long as Kafka does.
    @Nullable SkippedRecord find(String topic, int partition, long offset);
}
