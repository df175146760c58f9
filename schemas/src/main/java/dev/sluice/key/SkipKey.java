package dev.sluice.key;

/// The key in `offsets` of a record that an operator had skipped: `skip/topic/partition/offset`.
///
/// @param topic the topic's whole name
/// @param partition the record's partition
/// @param offset the record's offset
public record SkipKey(String topic, int partition, long offset) {

    @Override
    public String toString() {
        return "skip/%s/%d/%d".formatted(topic, partition, offset);
    }
}
