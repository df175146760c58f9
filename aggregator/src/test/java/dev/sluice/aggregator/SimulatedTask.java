package dev.sluice.aggregator;

import dev.sluice.aggregator.step.Routed;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// One task of a step: a processor, its stores and its place in its input, all or nothing a commit.
final class SimulatedTask {

    private static final Properties CONFIG = new Properties();

    static {
        CONFIG.put(StreamsConfig.APPLICATION_ID_CONFIG, "simulation");
        CONFIG.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        // Else every start logs a warning.
        CONFIG.put("processing.exception.handler.global.enabled", true);
    }

    private final ProcessorSupplier<byte[], byte[], byte[], Routed> supplier;
    private final int partition;
    private final List<String> inputs;
    private final Map<String, String> sinks;
    private final Simulation simulation;
    private final Map<String, Map<Bytes, byte[]>> committedStores = new HashMap<>();
    private final Map<String, Integer> committedPositions = new HashMap<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final List<Simulation.Forwarded> pending = new ArrayList<>();
    private final List<KeyValueStore<Bytes, byte[]>> stores = new ArrayList<>();
    private MockProcessorContext<byte[], Routed> context;
    private Processor<byte[], byte[], byte[], Routed> processor;

    SimulatedTask(
            ProcessorSupplier<byte[], byte[], byte[], Routed> supplier,
            int partition,
            List<String> inputs,
            Map<String, String> sinks,
            Simulation simulation) {
        this.supplier = supplier;
        this.partition = partition;
        this.inputs = inputs;
        this.sinks = sinks;
        this.simulation = simulation;
        this.processor = supplier.get();
        this.context = newContext(partition);
        start();
    }

    int partition() {
        return partition;
    }

    boolean reads(String topic) {
        return inputs.contains(topic);
    }

    /// Handles the next record of one of its inputs, if there is one.
    boolean process(RandomGenerator random) {
        int first = random.nextInt(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            String topic = inputs.get((first + i) % inputs.size());
            int position = positions.getOrDefault(topic, 0);
            List<Simulation.Entry> entries = simulation.partition(topic, partition);
            if (position < entries.size()) {
                Simulation.Entry entry = entries.get(position);
                context.setRecordMetadata(topic, partition, position);
                @SuppressWarnings("NullAway") // Kafka's Record takes nulls; it is not annotated
                Record<byte[], byte[]> record = new Record<>(entry.key(), entry.value(), 0);
                processor.process(record);
                positions.put(topic, position + 1);
                collect();
                return true;
            }
        }
        return false;
    }

    void punctuate() {
        context.scheduledPunctuators().forEach(due -> due.getPunctuator().punctuate(0));
        collect();
    }

    /// @return whether there was anything to commit
    boolean commit() {
        boolean any = !pending.isEmpty() || !positions.equals(committedPositions);
        for (Simulation.Forwarded forwarded : pending) {
            Routed routed = forwarded.record().value();
            simulation.append(
                    forwarded.topic(),
                    routed.partition(),
                    new Simulation.Entry(
                            forwarded.record().key(),
                            routed.value(),
                            forwarded.record().headers()));
        }
        pending.clear();
        committedPositions.putAll(positions);
        for (KeyValueStore<Bytes, byte[]> store : stores) {
            committedStores.put(store.name(), contents(store));
        }
        return any;
    }

    /// Loses what was not committed, and starts again.
    ///
    /// @param sameInstance as Kafka Streams does after an aborted transaction; else as elsewhere
    void crash(boolean sameInstance) {
        if (!sameInstance) {
            processor = supplier.get();
        }
        positions.clear();
        positions.putAll(committedPositions);
        pending.clear();
        context = newContext(partition);
        start();
    }

    private static MockProcessorContext<byte[], Routed> newContext(int partition) {
        MockProcessorContext<byte[], Routed> context =
                new MockProcessorContext<>(CONFIG, new TaskId(0, partition), new File("target"));
        context.setCurrentSystemTimeMs(0);
        return context;
    }

    private void start() {
        stores.clear();
        for (StoreBuilder<?> builder : supplier.stores()) {
            KeyValueStore<Bytes, byte[]> store =
                    Stores.keyValueStoreBuilder(
                                    Stores.inMemoryKeyValueStore(builder.name()),
                                    Serdes.Bytes(),
                                    Serdes.ByteArray())
                            .withLoggingDisabled()
                            .build();
            store.init(context.getStateStoreContext(), store);
            committedStores.getOrDefault(builder.name(), Map.of()).forEach(store::put);
            stores.add(store);
        }
        context.addStateStore(simulation.definitions());
        processor.init(context);
    }

    private void collect() {
        for (MockProcessorContext.CapturedForward<? extends byte[], ? extends Routed> forward :
                context.forwarded()) {
            @SuppressWarnings("unchecked") // captured as it was forwarded
            Record<byte[], Routed> record = (Record<byte[], Routed>) forward.record();
            pending.add(
                    new Simulation.Forwarded(
                            sinks.getOrDefault(forward.childName().orElseThrow(), "?"), record));
        }
        context.resetForwards();
    }

    private static Map<Bytes, byte[]> contents(KeyValueStore<Bytes, byte[]> store) {
        Map<Bytes, byte[]> contents = new HashMap<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> entry = all.next();
                contents.put(entry.key, entry.value);
            }
        }
        return contents;
    }
}
