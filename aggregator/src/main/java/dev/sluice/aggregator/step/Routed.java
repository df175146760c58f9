package dev.sluice.aggregator.step;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/// A value that knows its partition, so that a step alone decides where a record goes: a row to its
/// tenant's partition, a mark to each in turn with the count of that one.
///
/// @param partition of the topic that it is forwarded to
/// @param value the record's value as it will stand in the topic, not copied; null for the null
///   that follows a deletion
public record Routed(int partition, byte @Nullable [] value) {

    /// Writes the value as it is.
    public static final Serializer<Routed> SERIALIZER = (topic, routed) -> routed.value();

    /// Sends each record to the partition that it names.
    public static final StreamPartitioner<byte[], Routed> PARTITIONER =
            (topic, key, routed, partitions) -> Optional.of(Set.of(routed.partition()));
}
