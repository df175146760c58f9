package dev.sluice.aggregator;

import dev.sluice.config.ByteSize;
import dev.sluice.config.KafkaConfig;
import dev.sluice.embedded.EmbeddedBroker;
import dev.sluice.key.SkipKey;
import dev.sluice.record.SkippedRecord;
import dev.sluice.topic.TopicSpec;
import dev.sluice.wire.Records;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A real broker with the topics of one Sluice, and aggregators on it.
final class TestBroker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final EmbeddedBroker broker = EmbeddedBroker.builder().start();
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConfig config;
    private final List<Running> started = new ArrayList<>();

    TestBroker(int partitions) {
        config =
                new KafkaConfig(
                        "test",
                        partitions,
                        1,
                        ByteSize.mebibytes(2),
                        Map.of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                // What a test ends comes back at once.
                                "consumer.session.timeout.ms",
                                "6000"));
        for (TopicSpec spec : config.specs()) {
            broker.createTopic(spec.name(), spec.partitions(), spec.settings());
        }
        producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                broker.bootstrapServers(),
                                ProducerConfig.LINGER_MS_CONFIG,
                                5),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    KafkaConfig config() {
        return config;
    }

    EmbeddedBroker broker() {
        return broker;
    }

    /// A stub of capture that writes to `changes`.
    CaptureStub capture() {
        return new CaptureStub(
                config.partitions(),
                sent -> {
                    @SuppressWarnings("NullAway") // a mark has no key; Kafka is not annotated
                    var record =
                            new ProducerRecord<byte[], byte[]>(
                                    config.topics().changes(),
                                    sent.partition(),
                                    sent.key(),
                                    sent.value());
                    var _ = producer.send(record);
                },
                definition -> {
                    var _ =
                            producer.send(
                                    new ProducerRecord<>(
                                            config.topics().tables(),
                                            (definition.getTable() + "/" + definition.getVersion())
                                                    .getBytes(StandardCharsets.UTF_8),
                                            new Records().encode(definition)));
                });
    }

    void flush() {
        producer.flush();
    }

    /// Sends a record to partition 0 of `changes`.
    ///
    /// @return its offset
    long send(String key, byte[] value) {
        return send(
                new ProducerRecord<>(
                        config.topics().changes(), 0, key.getBytes(StandardCharsets.UTF_8), value));
    }

    /// Does what `sluice skip` does.
    void skip(String topic, int partition, long offset, String key) {
        send(
                new ProducerRecord<>(
                        config.topics().offsets(),
                        0,
                        new SkipKey(topic, partition, offset)
                                .toString()
                                .getBytes(StandardCharsets.UTF_8),
                        new Records()
                                .encode(new SkippedRecord(topic, partition, offset, key, 0L))));
    }

    private long send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get().offset();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// That one has failed is expected.
    void forget(Running running) {
        started.remove(running);
    }

    Running start(Path state) {
        Aggregator aggregator =
                new Aggregator(
                        new AggregatorConfig(config, state, 2, Optional.empty(), 0),
                        Clock.systemUTC());
        Running running =
                new Running(
                        aggregator,
                        CompletableFuture.runAsync(() -> {
                            try {
                                aggregator.run();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        }));
        started.add(running);
        return running;
    }

    /// An aggregator in a thread of its own.
    record Running(Aggregator aggregator, CompletableFuture<Void> end) implements AutoCloseable {
        @Override
        public void close() {
            aggregator.close();
        }
    }

    /// All committed records of a topic, in each partition's order, once `enough` of them are
    /// there.
    List<ConsumerRecord<byte[], byte[]>> read(
            String topic, Predicate<List<ConsumerRecord<byte[], byte[]>>> enough) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                broker.bootstrapServers(),
                                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                "read_committed"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> partitions =
                    IntStream.range(0, config.partitions())
                            .mapToObj(partition -> new TopicPartition(topic, partition))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!enough.test(all)) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(
                            topic + " has only " + all.size() + " records after " + PATIENCE);
                }
                started.stream()
                        .map(Running::end)
                        .filter(CompletableFuture::isCompletedExceptionally)
                        .forEach(CompletableFuture::join);
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }

    @Override
    public void close() {
        producer.close();
        broker.close();
    }
}
