package dev.sluice.capture.write;

import dev.sluice.record.SourceOffset;
import dev.sluice.record.TableDefinition;
import dev.sluice.topic.Topics;
import dev.sluice.wire.Records;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// What earlier runs left in `offsets` and `tables`.
///
/// @param offset where the source stands, null if it was never captured
/// @param definitions every version of every table
public record StoredState(@Nullable SourceOffset offset, List<TableDefinition> definitions) {

    public StoredState {
        definitions = List.copyOf(definitions);
    }

    /// Reads both topics to their end, committed records only.
    ///
    /// @param source the source's name
    public static StoredState read(Topics topics, String source, Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        Records records = new Records();
        List<TableDefinition> definitions = new ArrayList<>();
        List<SourceOffset> offsets = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            toEnd(
                    consumer,
                    topics.tables(),
                    record -> {
                        if (records.decode(record.value()) instanceof TableDefinition definition) {
                            definitions.add(definition);
                        }
                    });
            toEnd(
                    consumer,
                    topics.offsets(),
                    record -> {
                        String key = new String(record.key(), StandardCharsets.UTF_8);
                        if (key.equals(source)
                                && records.decode(record.value()) instanceof SourceOffset offset) {
                            offsets.add(offset);
                        }
                    });
        }
        return new StoredState(offsets.isEmpty() ? null : offsets.getLast(), definitions);
    }

    private static void toEnd(
            KafkaConsumer<byte[], byte[]> consumer,
            String topic,
            Consumer<ConsumerRecord<byte[], byte[]>> each) {
        TopicPartition partition = new TopicPartition(topic, 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                if (record.value() != null) {
                    each.accept(record);
                }
            }
        }
    }
}
