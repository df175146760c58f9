package dev.sluice.aggregator;

import dev.sluice.aggregator.compact.Compact;
import dev.sluice.aggregator.metric.Tasks;
import dev.sluice.aggregator.resolve.Resolve;
import dev.sluice.aggregator.step.Routed;
import dev.sluice.aggregator.step.SkippedRecords;
import dev.sluice.aggregator.step.Stores;
import dev.sluice.key.SkipKey;
import dev.sluice.record.SkippedRecord;
import dev.sluice.record.TableDefinition;
import dev.sluice.topic.Topics;
import dev.sluice.wire.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The real steps without Kafka: topics are lists, tasks run one record at a time in an order drawn
/// from a seed, commit now and then, and lose whatever they did since when they crash.
final class Simulation {

    static final Topics TOPICS = new Topics("sim");
    static final String HAND_OVERS = "hand-overs";

    /// A record as it stands in a topic.
    record Entry(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {}

    private final int partitions;
    private final RandomGenerator random;
    private final Map<String, List<List<Entry>>> topics = new HashMap<>();
    private final Set<SimulatedTask> slow;
    private final List<SimulatedTask> tasks = new ArrayList<>();
    private final Tasks shown = new Tasks();
    private final KeyValueStore<Bytes, byte[]> definitions = Resolve.definitions().build();
    private final Queue<TableDefinition> undefined = new ArrayDeque<>();
    private final Map<SkipKey, SkippedRecord> skips = new HashMap<>();
    private boolean definitionsHeld;
    private int crashes;

    /// @param sliceRows how much a step does in one go
    Simulation(int partitions, int sliceRows, long sliceBytes, RandomGenerator random) {
        this.partitions = partitions;
        this.random = random;
        Stores stores = new Stores(1 << 20);
        Map<String, String> sinks =
                Map.of(
                        Resolve.TO_ROWS, TOPICS.rows(),
                        Resolve.TO_HAND_OVERS, HAND_OVERS,
                        Compact.TO_DELTAS, TOPICS.deltas());
        SkippedRecords skipped =
                (topic, partition, offset) -> skips.get(new SkipKey(topic, partition, offset));
        definitions.init(new MockProcessorContext<>().getStateStoreContext(), definitions);
        for (int partition = 0; partition < partitions; partition++) {
            tasks.add(
                    new SimulatedTask(
                            new Resolve(
                                    new Resolve.Settings(
                                            TOPICS.changes(),
                                            HAND_OVERS,
                                            partitions,
                                            1 << 20,
                                            sliceRows,
                                            skipped,
                                            shown),
                                    stores),
                            partition,
                            List.of(TOPICS.changes(), HAND_OVERS),
                            sinks,
                            this));
            tasks.add(
                    new SimulatedTask(
                            new Compact(
                                    new Compact.Settings(
                                            partitions, sliceRows, sliceBytes, skipped, shown),
                                    stores),
                            partition,
                            List.of(TOPICS.rows()),
                            sinks,
                            this));
        }
        slow = tasks.stream().filter(task -> random.nextInt(4) == 0).collect(Collectors.toSet());
    }

    /// A capture that writes to `changes`.
    CaptureStub capture() {
        return new CaptureStub(
                partitions,
                sent ->
                        append(
                                TOPICS.changes(),
                                sent.partition(),
                                new Entry(sent.key(), sent.value(), new RecordHeaders())),
                undefined::add);
    }

    int partitions() {
        return partitions;
    }

    KeyValueStore<Bytes, byte[]> definitions() {
        return definitions;
    }

    /// As an operator does.
    void skip(String topic, int partition, long offset) {
        byte[] key = partition(topic, partition).get((int) offset).key();
        skips.put(
                new SkipKey(topic, partition, offset),
                new SkippedRecord(
                        topic,
                        partition,
                        offset,
                        key == null ? null : new String(key, StandardCharsets.UTF_8),
                        0L));
    }

    /// Whether definitions that are published from now on do not arrive.
    void holdDefinitions(boolean held) {
        definitionsHeld = held;
    }

    /// The next definition arrives.
    private void define() {
        var keeper = Resolve.definitionsKeeper().get();
        var context = new MockProcessorContext<Void, Void>();
        context.addStateStore(definitions);
        keeper.init(context);
        keeper.process(new Record<>(new byte[0], new Records().encode(undefined.remove()), 0));
    }

    void append(String topic, int partition, Entry entry) {
        partition(topic, partition).add(entry);
    }

    /// A partition of a topic, as far as it is committed.
    List<Entry> partition(String topic, int partition) {
        return topics.computeIfAbsent(
                        topic,
                        t -> Stream.generate(() -> newPartition()).limit(partitions).toList())
                .get(partition);
    }

    private static List<Entry> newPartition() {
        return new ArrayList<>();
    }

    int crashes() {
        return crashes;
    }

    /// Some steps of some tasks.
    void runAWhile(int steps) {
        for (int i = 0; i < steps; i++) {
            SimulatedTask task = tasks.get(random.nextInt(tasks.size()));
            if (slow.contains(task) && random.nextInt(8) > 0) {
                continue;
            }
            switch (random.nextInt(20)) {
                case 0, 1 -> task.commit();
                case 2 -> {
                    task.punctuate();
                    if (!undefined.isEmpty() && random.nextInt(3) == 0) {
                        define();
                    }
                }
                case 3 -> {
                    if (random.nextInt(4) == 0) {
                        task.crash(random.nextBoolean());
                        crashes++;
                    }
                }
                default -> task.process(random);
            }
        }
    }

    /// Until nothing is left to do.
    void runToTheEnd() {
        while (!undefined.isEmpty() && !definitionsHeld) {
            define();
        }
        boolean busy = true;
        while (busy) {
            busy = false;
            for (SimulatedTask task : tasks) {
                while (task.process(random)) {
                    busy = true;
                }
                for (int i = 0; i < 200; i++) {
                    task.punctuate();
                }
                busy |= task.commit();
            }
        }
    }

    /// Only the tasks of some partitions, until they have nothing left to do.
    void runOnly(java.util.function.Predicate<SimulatedTask> which) {
        for (SimulatedTask task : tasks) {
            if (which.test(task)) {
                while (task.process(random)) {
                    task.punctuate();
                }
                task.commit();
            }
        }
    }

    /// What a step forwards, by the sink's topic.
    record Forwarded(String topic, Record<byte[], Routed> record) {}
}
