package dev.sluice.aggregator;

import dev.sluice.topic.TopicSpec;
import dev.sluice.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/// What has to be in place before the topology starts: the topics, with the configured number of
/// partitions; the one topic of the aggregator's own that Kafka Streams does not make by itself,
/// because its writer and its reader are the same step; and the first positions.
final class Preparation {

    /// As `changes`: a hand-over is of no use without the change that it is for.
    private static final Duration HAND_OVERS_KEPT = Duration.ofDays(14);

    private final AggregatorConfig config;
    private final Admin admin;

    Preparation(AggregatorConfig config, Admin admin) {
        this.config = config;
        this.admin = admin;
    }

    /// Does it; does nothing where it is done.
    ///
    /// @throws IllegalStateException if a topic is missing or has another number of partitions
    void run() throws ExecutionException, InterruptedException {
        checkTopics();
        createHandOvers();
        Topics topics = config.kafka().topics();
        new Positions(admin, config.applicationId())
                .setMissing(
                        List.of(topics.changes(), topics.rows(), config.handOversTopic()),
                        config.kafka().partitions());
    }

    private void checkTopics() throws ExecutionException, InterruptedException {
        Topics topics = config.kafka().topics();
        Set<String> needed =
                Set.of(topics.changes(), topics.rows(), topics.deltas(), topics.tables());
        Set<String> present = admin.listTopics().names().get();
        Map<String, TopicDescription> found =
                admin.describeTopics(
                                needed.stream()
                                        .filter(present::contains)
                                        .collect(Collectors.toSet()))
                        .allTopicNames()
                        .get();
        for (TopicSpec spec : config.kafka().specs()) {
            if (needed.contains(spec.name())) {
                check(spec, found.get(spec.name()));
            }
        }
    }

    private static void check(TopicSpec spec, @Nullable TopicDescription found) {
        if (found == null) {
            throw new IllegalStateException(
                    "the topic %s does not exist; run `sluice topics apply`"
                            .formatted(spec.name()));
        }
        if (found.partitions().size() != spec.partitions()) {
            throw new IllegalStateException(
                    "the topic %s has %d partitions, but by the configuration (kafka.partitions) it has %d; a count can not change, so set it back or choose a new kafka.prefix"
                            .formatted(spec.name(), found.partitions().size(), spec.partitions()));
        }
    }

    private void createHandOvers() throws ExecutionException, InterruptedException {
        NewTopic topic =
                new NewTopic(
                                config.handOversTopic(),
                                config.kafka().partitions(),
                                (short) config.kafka().replication())
                        .configs(
                                Map.of(
                                        TopicConfig.CLEANUP_POLICY_CONFIG,
                                        TopicConfig.CLEANUP_POLICY_DELETE,
                                        TopicConfig.RETENTION_MS_CONFIG,
                                        Long.toString(HAND_OVERS_KEPT.toMillis()),
                                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                        Long.toString(
                                                StreamsSettings.largestInternalRecord(config))));
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
