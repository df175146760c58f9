package dev.sluice.app.kafka;

import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.config.KafkaConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Reads a topic's committed records, of all partitions, without a group. Not thread-safe.
public final class TopicReader implements AutoCloseable {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> ends;

    private TopicReader(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        this.consumer = consumer;
        this.ends = Map.copyOf(ends);
    }

    /// Reads from the first record on.
    ///
    /// @throws CommandFailedException if the broker does not answer, or has no such topic
    public static TopicReader fromBeginning(KafkaConfig kafka, String topic) {
        TopicReader reader = open(kafka, topic);
        reader.consumer.seekToBeginning(reader.ends.keySet());
        return reader;
    }

    /// Reads what is written from now on.
    ///
    /// @throws CommandFailedException if the broker does not answer, or has no such topic
    public static TopicReader fromEnd(KafkaConfig kafka, String topic) {
        TopicReader reader = open(kafka, topic);
        reader.ends.forEach(reader.consumer::seek);
        return reader;
    }

    /// The record at one place; nothing if there is none, or it is not committed.
    ///
    /// @throws CommandFailedException if the broker does not answer, or has no such partition
    public static Optional<ConsumerRecord<byte[], byte[]>> find(
            KafkaConfig kafka, String topic, int partition, long offset) {
        TopicPartition place = new TopicPartition(topic, partition);
        try (TopicReader reader = open(kafka, topic)) {
            Long end = reader.ends.get(place);
            if (end == null) {
                throw new CommandFailedException(
                        "the topic %s has the partitions 0 to %d, not %d"
                                .formatted(topic, reader.ends.size() - 1, partition));
            }
            Long begin = reader.consumer.beginningOffsets(List.of(place)).get(place);
            reader.consumer.assign(List.of(place));
            if (begin == null || offset < begin || offset >= end) {
                return Optional.empty();
            }
            reader.consumer.seek(place, offset);
            while (reader.consumer.position(place) <= offset) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(ANSWER_WITHIN)) {
                    return record.offset() == offset ? Optional.of(record) : Optional.empty();
                }
            }
            return Optional.empty();
        }
    }

    private static TopicReader open(KafkaConfig kafka, String topic) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER_WITHIN.toMillis());
        settings.putAll(kafka.client());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            List<TopicPartition> partitions = new ArrayList<>();
            consumer.partitionsFor(topic)
                    .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
            if (partitions.isEmpty()) {
                throw new CommandFailedException(
                        "the broker at %s has no topic %s; create it by: sluice topics apply"
                                .formatted(kafka.bootstrapServers(), topic));
            }
            consumer.assign(partitions);
            return new TopicReader(consumer, consumer.endOffsets(partitions));
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            consumer.close();
            throw new CommandFailedException(
                    "the broker at %s does not answer within %d s; start it, or correct kafka.client.bootstrap.servers"
                            .formatted(kafka.bootstrapServers(), ANSWER_WITHIN.toSeconds()),
                    e);
        } catch (KafkaException | CommandFailedException e) {
            consumer.close();
            throw e;
        }
    }

    /// The next records; none if nothing comes in time.
    public List<ConsumerRecord<byte[], byte[]>> poll(Duration atMost) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        consumer.poll(atMost).forEach(records::add);
        return records;
    }

    /// Whether everything has been read that was there when this was opened.
    public boolean hasCaughtUp() {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
