package dev.sluice.bench.baseline;

import dev.sluice.app.shell.Stop;
import dev.sluice.bench.part.Part;
import dev.sluice.bench.part.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/// A Kafka Streams application that copies a topic to another, exactly once, and does nothing else.
/// Threads, commit interval, linger, batch and compression are the aggregator's.
public final class CopyTopic implements Part {

    private static final Duration LOOK = Duration.ofDays(1);

    /// Made by its name.
    public CopyTopic() {}

    /// The program.
    ///
    /// @param application its id, and so its consumer group
    /// @param state a folder of its own
    public static Program program(
            String servers,
            String application,
            String from,
            String to,
            Path state,
            int heapMebibytes) {
        return new Program(
                "copy",
                heapMebibytes,
                CopyTopic.class,
                List.of(servers, application, from, to, state.toString()));
    }

    @Override
    public void run(List<String> arguments, Stop stop, Consumer<String> say)
            throws InterruptedException {
        Topology topology = new Topology();
        topology.addSource(
                "from", new ByteArrayDeserializer(), new ByteArrayDeserializer(), arguments.get(2));
        topology.addSink(
                "to",
                arguments.get(3),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                "from");
        try (KafkaStreams streams =
                new KafkaStreams(topology, new StreamsConfig(settings(arguments)))) {
            streams.setUncaughtExceptionHandler(_ -> StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
            streams.start();
            while (!stop.await(LOOK)) {
                continue;
            }
        }
    }

    private static Map<String, Object> settings(List<String> arguments) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, arguments.get(0));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, arguments.get(1));
        settings.put(StreamsConfig.STATE_DIR_CONFIG, arguments.get(4));
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                Runtime.getRuntime().availableProcessors());
        settings.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1000);
        settings.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 20);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 * 1024);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        return settings;
    }
}
