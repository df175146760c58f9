package dev.sluice.aggregator;

import dev.sluice.aggregator.compact.Compact;
import dev.sluice.aggregator.resolve.Resolve;
import dev.sluice.aggregator.step.Routed;
import dev.sluice.aggregator.step.Stores;
import dev.sluice.topic.Topics;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;

/// The topology:
///
///     tables ─────▶ definitions, a copy in each process
///                       │
///     changes ────▶ resolve ────▶ rows ────▶ compact ────▶ deltas
///                    │   ▲
///                    └───┘ hand-overs
///
/// Two sub-topologies, each with one task a partition: resolve has the task of partition n of
/// `changes` and hand-overs, compact that of partition n of `rows`, and writes to partition n of
/// `deltas`. No source resets its position: [Positions] sets the first one.
final class AggregatorTopology {

    private static final Deserializer<byte[]> READ = new ByteArrayDeserializer();
    private static final Serializer<byte[]> WRITE = new ByteArraySerializer();

    private AggregatorTopology() {}

    /// The topology over topics of these names.
    static Topology of(Topics topics, Resolve.Settings resolve, Compact.Settings compact) {
        Stores stores = new Stores(resolve.maxRecordBytes());
        Topology topology = new Topology();
        topology.addGlobalStore(
                Resolve.definitions(),
                "tables",
                READ,
                READ,
                topics.tables(),
                "definitions",
                Resolve.definitionsKeeper());

        source(topology, "changes", topics.changes());
        source(topology, "hand-overs", resolve.handOversTopic());
        topology.addProcessor("resolve", new Resolve(resolve, stores), "changes", "hand-overs");
        sink(topology, Resolve.TO_ROWS, topics.rows(), "resolve");
        sink(topology, Resolve.TO_HAND_OVERS, resolve.handOversTopic(), "resolve");

        source(topology, "rows", topics.rows());
        topology.addProcessor("compact", new Compact(compact, stores), "rows");
        sink(topology, Compact.TO_DELTAS, topics.deltas(), "compact");
        return topology;
    }

    private static void source(Topology topology, String name, String topic) {
        topology.addSource(AutoOffsetReset.none(), name, READ, READ, topic);
    }

    private static void sink(Topology topology, String name, String topic, String step) {
        topology.addSink(name, topic, WRITE, Routed.SERIALIZER, Routed.PARTITIONER, step);
    }
}
