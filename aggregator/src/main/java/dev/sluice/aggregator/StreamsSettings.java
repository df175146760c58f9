package dev.sluice.aggregator;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/// The settings of Kafka Streams: defaults of ours first, the operator's `kafka.client` over them,
/// and over both what the promises rest on.
final class StreamsSettings {

    /// Held rows and hand-overs take a little more than the row that they are of.
    private static final int ROOM_BYTES = 64 * 1024;

    private static final long PRODUCER_BUFFER_BYTES = 32L << 20;
    private static final long CACHE_BYTES = 16L << 20;

    /// No cut closes on the partitions of an instance that was killed until its session is over.
    private static final Duration SESSION = Duration.ofSeconds(15);

    /// A named instance is expected back: its partitions stay with it over a restart of its process
    /// or its pod, which takes that long with its volume put on again.
    private static final Duration SESSION_OF_A_NAMED_INSTANCE = Duration.ofSeconds(90);

    private StreamsSettings() {}

    /// How large a record of an internal topic may be.
    static long largestInternalRecord(AggregatorConfig config) {
        return config.kafka().maxRecord().bytes() + ROOM_BYTES;
    }

    /// The settings, by their names in Kafka Streams.
    static Map<String, Object> of(AggregatorConfig config) {
        Map<String, Object> settings = new HashMap<>(defaults());
        settings.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
                Math.toIntExact(session(config).toMillis()));
        settings.putAll(config.kafka().client());
        settings.putAll(required(config));
        config.instance()
                .ifPresent(name ->
                        settings.put(
                                StreamsConfig.consumerPrefix(
                                        ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                                name));
        return settings;
    }

    private static Duration session(AggregatorConfig config) {
        return config.instance().isPresent() ? SESSION_OF_A_NAMED_INSTANCE : SESSION;
    }

    private static Map<String, Object> defaults() {
        return Map.of(
                // A commit is asked for with every cut, so the interval may be long: the longer it
                // is, the fewer transactions, and the fewer writes of counters to changelogs.
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                1000,
                StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                CACHE_BYTES,
                // Nothing depends on the order between changes and hand-overs.
                StreamsConfig.MAX_TASK_IDLE_MS_CONFIG,
                StreamsConfig.MAX_TASK_IDLE_MS_DISABLED,
                // Slices of a sweep or of a large window follow one another at this pace when
                // nothing comes in.
                StreamsConfig.POLL_MS_CONFIG,
                20,
                StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
                20,
                StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG),
                256 * 1024,
                StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG),
                "lz4");
    }

    private static Map<String, Object> required(AggregatorConfig config) {
        long largest = largestInternalRecord(config);
        return Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                config.applicationId(),
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.STATE_DIR_CONFIG,
                config.state().toString(),
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                config.threads(),
                StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG,
                config.standbys(),
                StreamsConfig.REPLICATION_FACTOR_CONFIG,
                config.kafka().replication(),
                StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
                RocksDbMemory.class,
                StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
                Long.toString(largest),
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                Math.toIntExact(largest),
                StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG),
                Math.max(PRODUCER_BUFFER_BYTES, 2 * largest));
    }
}
