package dev.sluice.app.kafka;

import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.config.KafkaConfig;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Writes single records for the commands.
public final class TopicWriter {

    private final KafkaConfig kafka;

    /// A writer to this broker.
    public TopicWriter(KafkaConfig kafka) {
        this.kafka = kafka;
    }

    /// Writes a record, and returns when the broker has it.
    ///
    /// @throws CommandFailedException if the broker does not take it
    public void write(String topic, int partition, String key, byte[] value) {
        Map<String, Object> settings = new HashMap<>(kafka.client());
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(
                            new ProducerRecord<>(
                                    topic, partition, key.getBytes(StandardCharsets.UTF_8), value))
                    .get();
        } catch (ExecutionException e) {
            throw new CommandFailedException(
                    "the broker did not take %s in %s: %s; try again"
                            .formatted(key, topic, e.getCause()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("interrupted before " + key + " was written", e);
        }
    }
}
