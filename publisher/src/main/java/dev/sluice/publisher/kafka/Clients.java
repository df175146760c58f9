package dev.sluice.publisher.kafka;

import dev.sluice.config.KafkaConfig;
import dev.sluice.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Makes the publisher's Kafka clients. Thread-safe.
public final class Clients implements AutoCloseable {

    /// Longer than a ledger transaction takes, and shorter than a session: when a publisher's
    /// partitions go to another, its open transaction is over.
    private static final int TRANSACTION_TIMEOUT_MS = 15_000;

    /// What one consumer holds in memory; a larger record still comes, alone.
    private static final int FETCH_BYTES = 8 << 20;

    private static final int PARTITION_FETCH_BYTES = 2 << 20;
    private static final int POLL_RECORDS = 2_000;

    private final KafkaConfig config;
    private final String instance = UUID.randomUUID().toString();
    private final Admin admin;

    /// @param config the broker, and what to tell every client
    public Clients(KafkaConfig config) {
        this.config = config;
        this.admin = Admin.create(new HashMap<String, Object>(config.client()));
    }

    /// The names of the topics.
    public Topics topics() {
        return config.topics();
    }

    /// The consumer group of all publishers.
    public String group() {
        return config.prefix() + "-publisher";
    }

    /// How many partitions `rows`, `deltas` and `pushes` have.
    ///
    /// @throws IllegalStateException if a topic is missing or has another count than configured;
    ///   the message says which
    public int checkedPartitions() throws InterruptedException {
        Topics topics = topics();
        for (String topic : List.of(topics.rows(), topics.deltas(), topics.pushes())) {
            int count = partitions(topic);
            if (count != config.partitions()) {
                throw new IllegalStateException(
                        "the topic %s has %d partitions, but kafka.partitions is %d; set it to what the topics have"
                                .formatted(topic, count, config.partitions()));
            }
        }
        partitions(topics.tables());
        return config.partitions();
    }

    private int partitions(String topic) throws InterruptedException {
        try {
            var found = admin.describeTopics(List.of(topic)).topicNameValues().get(topic);
            return found == null ? 0 : await(found).partitions().size();
        } catch (UnknownTopicOrPartitionException e) {
            throw new IllegalStateException(
                    "the topic " + topic + " does not exist; run \"sluice topics apply\"", e);
        }
    }

    /// How long a compacted topic certainly keeps every record: its `min.compaction.lag.ms`.
    public Duration keptUncompacted(String topic) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<ConfigResource, Config> found = await(admin.describeConfigs(List.of(resource)).all());
        ConfigEntry lag =
                Objects.requireNonNull(found.get(resource))
                        .get(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG);
        return Duration.ofMillis(Long.parseLong(lag.value()));
    }

    /// The group's consumer. Its position never changes by itself.
    public KafkaConsumer<byte[], byte[]> groupConsumer() {
        Map<String, Object> settings = consumerSettings();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group());
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /// A reader of one partition, at its beginning.
    public PartitionReader reader(String topic, int partition) {
        return reader(topic, partition, consumerSettings());
    }

    /// A reader of one partition, at its beginning, that also sees what is not committed, or never
    /// was.
    public PartitionReader uncommittedReader(String topic, int partition) {
        Map<String, Object> settings = consumerSettings();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        return reader(topic, partition, settings);
    }

    private PartitionReader reader(String topic, int partition, Map<String, Object> settings) {
        return new PartitionReader(
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                this,
                new TopicPartition(topic, partition));
    }

    private Map<String, Object> consumerSettings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
        settings.putAll(config.client());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return settings;
    }

    /// The producer of ledger transactions. Its id is this process's own: it is by the group's
    /// generation that a publisher is told apart from its successor.
    public KafkaProducer<byte[], byte[]> ledgerProducer() {
        Map<String, Object> settings = new HashMap<>(config.client());
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group() + "-" + instance);
        settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, config.maxRecord().intBytes());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    Admin admin() {
        return admin;
    }

    static <T> T await(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new KafkaException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
