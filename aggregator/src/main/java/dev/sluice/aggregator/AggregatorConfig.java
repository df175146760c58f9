package dev.sluice.aggregator;

import dev.sluice.config.KafkaConfig;
import dev.sluice.config.Section;
import dev.sluice.config.Setting;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// What the aggregator needs to know.
///
/// @param kafka the broker and the topics
/// @param state a folder of this instance alone, for its stores; what is lost there comes back from
///   Kafka
/// @param threads how many threads share the partitions, at least 1
/// @param instance a name that this instance keeps over its restarts; with one it keeps its
///   partitions too, as long as it comes back before its session is over
/// @param standbys how many other instances keep a copy of each partition's stores, at least 0
public record AggregatorConfig(
        KafkaConfig kafka, Path state, int threads, Optional<String> instance, int standbys) {

    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9._-]{1,200}");

    public AggregatorConfig {
        if (threads < 1) {
            throw new IllegalArgumentException(
                    "the aggregator needs at least 1 thread, not " + threads);
        }
        if (standbys < 0) {
            throw new IllegalArgumentException("standbys is at least 0, not " + standbys);
        }
    }

    /// Reads it: `kafka`, `state` and `aggregator`. There are as many threads as processors.
    public static Setting<AggregatorConfig> from(Section root) {
        var kafka = KafkaConfig.from(root);
        var state = root.text("state").or("/var/lib/sluice");
        Section aggregator = root.section("aggregator");
        var instance =
                aggregator
                        .text("instance")
                        .map("an instance's name", AggregatorConfig::instanceName)
                        .optional();
        var standbys = aggregator.integer("standbys", 0, 10).or(0);
        return root.build(() ->
                new AggregatorConfig(
                        kafka.get(),
                        Path.of(state.get()).resolve("aggregator"),
                        Runtime.getRuntime().availableProcessors(),
                        instance.get(),
                        standbys.get()));
    }

    private static String instanceName(String text) {
        if (!INSTANCE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "write 1 to 200 letters, digits, '.', '_' or '-', such as the pod's name");
        }
        return text;
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
