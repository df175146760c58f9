package dev.sluice.app.topic;

import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.config.KafkaConfig;
import dev.sluice.topic.TopicSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;

/// The topics as the broker has them, compared with what is needed.
public final class BrokerTopics implements AutoCloseable {

    private static final int ANSWER_WITHIN_MS = 15_000;

    private final KafkaConfig kafka;
    private final Admin admin;

    /// Opens a client; the broker is asked at the first use.
    public BrokerTopics(KafkaConfig kafka) {
        this.kafka = kafka;
        Map<String, Object> settings = new HashMap<>();
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        settings.putAll(kafka.client());
        this.admin = Admin.create(settings);
    }

    /// Every topic, and whether the broker has it so.
    ///
    /// @throws BrokerAwayException if the broker does not answer
    /// @throws CommandFailedException if it refuses
    public List<TopicState> inspect() throws InterruptedException {
        List<TopicSpec> specs = kafka.specs();
        try {
            Set<String> there = new HashSet<>(admin.listTopics().names().get());
            there.retainAll(specs.stream().map(TopicSpec::name).toList());
            Map<String, TopicDescription> descriptions =
                    admin.describeTopics(there).allTopicNames().get();
            Map<ConfigResource, Config> configs =
                    admin.describeConfigs(there.stream().map(BrokerTopics::resource).toList())
                            .all()
                            .get();
            return specs.stream()
                    .map(spec ->
                            compare(
                                    spec,
                                    Optional.ofNullable(descriptions.get(spec.name())),
                                    Optional.ofNullable(configs.get(resource(spec.name())))))
                    .toList();
        } catch (ExecutionException e) {
            throw failure("describe its topics", e);
        }
    }

    /// Creates topics.
    ///
    /// @throws BrokerAwayException if the broker does not answer
    /// @throws CommandFailedException if it refuses
    public void create(List<TopicSpec> specs) throws InterruptedException {
        List<NewTopic> topics =
                specs.stream()
                        .map(spec ->
                                new NewTopic(
                                                spec.name(),
                                                spec.partitions(),
                                                (short) kafka.replication())
                                        .configs(spec.settings()))
                        .toList();
        try {
            admin.createTopics(topics).all().get();
        } catch (ExecutionException e) {
            throw failure(
                    "create topics with %d replicas (kafka.replication)"
                            .formatted(kafka.replication()),
                    e);
        }
    }

    private static TopicState compare(
            TopicSpec spec, Optional<TopicDescription> description, Optional<Config> config) {
        if (description.isEmpty()) {
            return new TopicState.Missing(spec);
        }
        int partitions = description.get().partitions().size();
        if (partitions != spec.partitions()) {
            return new TopicState.WrongCount(spec, partitions);
        }
        List<String> differences = new ArrayList<>();
        spec.settings()
                .forEach((name, needed) -> {
                    String found =
                            config.map(c -> c.get(name)).map(ConfigEntry::value).orElse("nothing");
                    if (!Objects.equals(found, needed)) {
                        differences.add("%s is %s and should be %s".formatted(name, found, needed));
                    }
                });
        differences.sort(null);
        return differences.isEmpty()
                ? new TopicState.Good(spec)
                : new TopicState.Differs(spec, differences);
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private RuntimeException failure(String what, ExecutionException e) {
        Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
        return cause instanceof RetriableException
                ? new BrokerAwayException(
                        "the broker at %s does not answer (%s); start it, or correct kafka.client.bootstrap.servers"
                                .formatted(kafka.bootstrapServers(), cause.getMessage()),
                        cause)
                : new CommandFailedException(
                        "the broker at %s refuses to %s: %s"
                                .formatted(kafka.bootstrapServers(), what, cause.getMessage()),
                        cause);
    }

    @Override
    public void close() {
        admin.close();
    }
}
