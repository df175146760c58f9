package dev.sluice.aggregator;

import dev.sluice.config.KafkaConfig;
import dev.sluice.config.Section;
import dev.sluice.config.Setting;
import java.nio.file.Path;

/// What the aggregator needs to know.
///
/// @param kafka the broker and the topics
/// @param state a folder of this instance alone, for its stores; what is lost there comes back from
///   Kafka
/// @param threads how many threads share the partitions, at least 1
public record AggregatorConfig(KafkaConfig kafka, Path state, int threads) {

    public AggregatorConfig {
        if (threads < 1) {
            throw new IllegalArgumentException(
                    "the aggregator needs at least 1 thread, not " + threads);
        }
    }

    /// Reads it: `kafka` and `state`. There are as many threads as processors.
    public static Setting<AggregatorConfig> from(Section root) {
        var kafka = KafkaConfig.from(root);
        var state = root.text("state").or("/var/lib/sluice");
        return root.build(() ->
                new AggregatorConfig(
                        kafka.get(),
                        Path.of(state.get()).resolve("aggregator"),
                        Runtime.getRuntime().availableProcessors()));
    }

    /// The id of the Kafka Streams application, and so of its consumer group.
    String applicationId() {
        return kafka.prefix() + "-aggregator";
    }

    /// The topic by which a row under a changed key goes from one task to another.
    String handOversTopic() {
        return applicationId() + "-hand-overs";
    }
}
