package dev.sluice.app.skip;

import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.config.KafkaConfig;
import dev.sluice.key.SkipKey;
import dev.sluice.record.SkippedRecord;
import dev.sluice.wire.Records;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Writes to `offsets` that a record is to be skipped.
final class SkipEntry {

    private final KafkaConfig kafka;

    SkipEntry(KafkaConfig kafka) {
        this.kafka = kafka;
    }

    /// Writes it, and returns when the broker has it.
    ///
    /// @throws CommandFailedException if the broker does not take it
    void write(SkippedRecord record) {
        Map<String, Object> settings = new HashMap<>(kafka.client());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        String key =
                new SkipKey(record.getTopic(), record.getPartition(), record.getOffset())
                        .toString();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(
                            new ProducerRecord<>(
                                    kafka.topics().offsets(),
                                    0,
                                    key.getBytes(StandardCharsets.UTF_8),
                                    new Records().encode(record)))
                    .get();
        } catch (ExecutionException e) {
            throw new CommandFailedException(
                    "the broker did not take %s in %s: %s; try again"
                            .formatted(key, kafka.topics().offsets(), e.getCause()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted before " + key + " was written", e);
        }
    }
}
