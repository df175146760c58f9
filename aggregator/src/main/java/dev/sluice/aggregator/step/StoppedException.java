package dev.sluice.aggregator.step;

/// The aggregator stops here: its message names topic, partition and offset of the record, what is
/// wrong with it and what to do. A restart meets the same record again.
public final class StoppedException extends RuntimeException {

    /// @param reason what is wrong with the record and what to do
    public StoppedException(String topic, int partition, long offset, RuntimeException reason) {
        super(
                "The record of topic %s, partition %d, offset %d stops the aggregator: %s"
                        .formatted(topic, partition, offset, reason.getMessage()),
                reason);
    }
}
