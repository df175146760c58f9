package dev.sluice.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.embedded.Servers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `sluice skip`, on a real broker.
final class SkipCommandTest {

    @TempDir private static Path directory;

    private static Servers servers;
    private static Terminal terminal;
    private static KafkaProducer<byte[], byte[]> producer;

    @BeforeAll
    static void start() throws IOException {
        servers = Servers.builder().broker().start();
        String bootstrap = servers.broker().bootstrapServers();
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrap),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
        terminal = new Terminal(directory);
        Files.writeString(
                directory.resolve("sluice.yaml"),
                """
                source: { type: postgres, host: none, database: d, user: u, password: p }
                kafka:
                  prefix: skip
                  partitions: 2
                  replication: 1
                  client: { bootstrap.servers: "%s" }
                processing: { bucket: processing, region: us-east-1, own_buckets: [acme-warehouse] }
                tenants:
                  acme: { key: 1, account: "111122223333", bucket: acme-warehouse, region: us-east-1 }
                """
                        .formatted(bootstrap));
        assertThat(terminal.type("topics", "apply").status()).isZero();
    }

    @AfterAll
    static void stop() {
        producer.close();
        servers.close();
    }

    @Test
    void entersARecordThatCannotBeRead() throws Exception {
        // Given
        long offset = send("services/83", new byte[] {1, 2, 3});

        long readable = send("services/85", null);

        // When
        Terminal.Result result = terminal.type("skip", "changes", "1", Long.toString(offset));
        Terminal.Result forced =
                terminal.type("skip", "changes", "1", Long.toString(readable), "--force");

        // Then
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(forced.status()).isZero();
        assertThat(terminal.type("tail", "offsets", "--from-beginning", "--max", "2").out())
                .contains("skip/skip.changes/1/%d".formatted(readable))
                .contains("skip/skip.changes/1/%d".formatted(offset))
                .contains("services/83");
    }

    @Test
    void refusesAMark() throws Exception {
        // Given
        long offset = send(null, new byte[] {1, 2, 3});

        // When
        Terminal.Result result =
                terminal.type("skip", "changes", "1", Long.toString(offset), "--force");

        // Then
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("topic skip.changes, partition 1, offset %d is a mark".formatted(offset));
    }

    @Test
    void refusesARecordThatCanBeReadWithoutForce() throws Exception {
        // Given
        long offset = send("services/84", null);

        // When
        Terminal.Result result = terminal.type("skip", "changes", "1", Long.toString(offset));

        // Then
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("can be read").contains("--force");
    }

    @Test
    void refusesAPlaceWithoutARecord() {
        // When
        Terminal.Result offset = terminal.type("skip", "changes", "0", "99");
        Terminal.Result partition = terminal.type("skip", "changes", "7", "0");
        Terminal.Result topic = terminal.type("skip", "offsets", "0", "0");

        // Then
        assertThat(offset.err())
                .contains("topic skip.changes, partition 0, offset 99 has no record");
        assertThat(partition.err()).contains("has the partitions 0 to 1, not 7");
        assertThat(topic.err()).contains("no record of offsets can be skipped");
    }

    @SuppressWarnings("NullAway") // Kafka takes nulls; it is not annotated
    private static long send(@Nullable String key, byte @Nullable [] value)
            throws ExecutionException, InterruptedException {
        return producer.send(
                        new ProducerRecord<>(
                                "skip.changes",
                                1,
                                key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                                value))
                .get()
                .offset();
    }
}
