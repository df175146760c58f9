package dev.sluice.aggregator;

import dev.sluice.aggregator.step.SkippedRecords;
import dev.sluice.config.KafkaConfig;
import dev.sluice.key.SkipKey;
import dev.sluice.record.SkippedRecord;
import dev.sluice.wire.Records;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// What `sluice skip` wrote to `offsets`. The topic is read to its end each time: it is small, and
/// hardly ever asked for. Capture writes there in transactions, skips come outside of them; so that
/// one that is open does not hide a skip, uncommitted records are read as well.
final class OperatorSkips implements SkippedRecords {

    private final KafkaConfig kafka;

    OperatorSkips(KafkaConfig kafka) {
        this.kafka = kafka;
    }

    @Override
    public @Nullable SkippedRecord find(String topic, int partition, long offset) {
        String key = new SkipKey(topic, partition, offset).toString();
        Map<String, Object> settings = new HashMap<>(kafka.client());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        SkippedRecord found = null;
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition place = new TopicPartition(kafka.topics().offsets(), 0);
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            long end = consumer.endOffsets(List.of(place)).getOrDefault(place, 0L);
            while (consumer.position(place) < end) {
                for (ConsumerRecord<byte[], byte[]> record :
                        consumer.poll(Duration.ofMillis(200))) {
                    if (key.equals(new String(record.key(), StandardCharsets.UTF_8))) {
                        found =
                                record.value() == null
                                        ? null
                                        : (SkippedRecord) new Records().decode(record.value());
                    }
                }
            }
        }
        return found;
    }
}
