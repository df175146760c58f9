package dev.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    private static final int LARGE = 32 * 1024 * 1024;

    @Test
    void keepsTransactionalRecordsOfThirtyTwoMebibytesOverARestart() throws Exception {
        // Given
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            String address = broker.bootstrapServers();
            broker.createTopic("t", 3, Map.of("cleanup.policy", "compact"));
            send(broker, "t", 2, new byte[LARGE]);

            // When
            broker.stop();
            broker.start();

            // Then
            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(lengthOfOne(broker, "t", 2)).isEqualTo(LARGE);
        }
    }

    @Test
    void stopsAndStartsWithinSeconds() throws Exception {
        // Given
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start()) {
            broker.createTopic("t", 1, Map.of());
            send(broker, "t", 0, new byte[1]);
            try (KafkaConsumer<byte[], byte[]> connected = consumer(broker)) {
                connected.subscribe(List.of("t"));
                connected.poll(Duration.ofSeconds(2));

                // When
                long began = System.nanoTime();
                broker.stop();
                long stopped = System.nanoTime();
                broker.start();
                long started = System.nanoTime();

                // Then
                assertThat(Duration.ofNanos(stopped - began)).isLessThan(Duration.ofSeconds(10));
                assertThat(Duration.ofNanos(started - stopped)).isLessThan(Duration.ofSeconds(20));
            }
        }
    }

    @Test
    void leavesNoFile() throws Exception {
        // Given
        try (var before = Files.list(temporary())) {
            List<Path> old = before.toList();
            EmbeddedBroker broker = EmbeddedBroker.builder().start();

            // When
            broker.close();

            // Then
            try (var after = Files.list(temporary())) {
                assertThat(after.filter(path -> path.toString().contains("sluice-broker")))
                        .allMatch(old::contains);
            }
        }
    }

    @Test
    void usesTheDataOfADirectoryThatWasGivenBefore(@TempDir Path directory) throws Exception {
        // Given
        try (EmbeddedBroker broker = EmbeddedBroker.builder().directory(directory).start()) {
            broker.createTopic("t", 1, Map.of());
            send(broker, "t", 0, new byte[5]);
        }

        // When
        try (EmbeddedBroker broker = EmbeddedBroker.builder().directory(directory).start()) {

            // Then
            assertThat(lengthOfOne(broker, "t", 0)).isEqualTo(5);
            assertThatThrownBy(() -> broker.createTopic("t", 1, Map.of()))
                    .hasCauseInstanceOf(TopicExistsException.class);
        }
    }

    private static Path temporary() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static void send(BrokerServer broker, String topic, int partition, byte[] value)
            throws Exception {
        Map<String, Object> config =
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "transactional.id",
                        "writer",
                        "buffer.memory",
                        Long.toString(3L * LARGE),
                        "max.request.size",
                        Integer.toString(BrokerServer.MAX_RECORD_BYTES));
        try (var producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, partition, new byte[] {1}, value)).get();
            producer.commitTransaction();
        }
    }

    private static int lengthOfOne(BrokerServer broker, String topic, int partition) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(broker)) {
            consumer.assign(List.of(new TopicPartition(topic, partition)));
            var records = consumer.poll(Duration.ofSeconds(30));
            assertThat(records).hasSize(1);
            return records.iterator().next().value().length;
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(BrokerServer broker) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "group.id",
                        "readers",
                        "auto.offset.reset",
                        "earliest",
                        "isolation.level",
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
