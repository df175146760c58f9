package dev.sluice.config;

import dev.sluice.topic.TopicSpec;
import dev.sluice.topic.Topics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The section `kafka`: the broker and what the topics are like.
///
/// @param prefix of the topics' names, of consumer groups and of transactional ids
/// @param partitions of every topic but `offsets` and `tables`, which have one
/// @param replication how many brokers hold each record
/// @param maxRecord the largest record; sizes producers, topics and internal topics
/// @param client handed as it stands to every Kafka client; has `bootstrap.servers`
public record KafkaConfig(
        String prefix,
        int partitions,
        int replication,
        ByteSize maxRecord,
        Map<String, String> client) {

    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final String BOOTSTRAP = "bootstrap.servers";

    /// What Sluice's guarantees rest on, so that no configuration may change it.
    private static final Set<String> SET_BY_SLUICE =
            Set.of(
                    "acks",
                    "application.id",
                    "auto.offset.reset",
                    "enable.auto.commit",
                    "enable.idempotence",
                    "group.id",
                    "group.instance.id",
                    "isolation.level",
                    "key.deserializer",
                    "key.serializer",
                    "max.request.size",
                    "processing.guarantee",
                    "state.dir",
                    "transactional.id",
                    "value.deserializer",
                    "value.serializer");

    public KafkaConfig {
        client = Map.copyOf(client);
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "prefix must be 1 to 100 letters, digits, '.', '_' or '-', beginning with a letter or digit, not \"%s\"; change it"
                            .formatted(prefix));
        }
        if (partitions < 1 || replication < 1) {
            throw new IllegalArgumentException("partitions and replication are at least 1");
        }
        if (client.getOrDefault(BOOTSTRAP, "").isBlank()) {
            throw new IllegalArgumentException(
                    "client needs bootstrap.servers, the broker's address; add it, such as { bootstrap.servers: \"kafka:9092\" }");
        }
        Set<String> ours = new TreeSet<>(client.keySet());
        ours.retainAll(SET_BY_SLUICE);
        if (!ours.isEmpty()) {
            throw new IllegalArgumentException(
                    "client holds %s, which Sluice itself sets; remove it"
                            .formatted(String.join(", ", ours)));
        }
    }

    /// Reads it.
    public static Setting<KafkaConfig> from(Section root) {
        Section kafka = root.section("kafka");
        var prefix = kafka.text("prefix").or("sluice");
        var partitions = kafka.integer("partitions", 1, 10_000).or(12);
        var replication = kafka.integer("replication", 1, 100).or(3);
        var maxRecord =
                kafka.bytes("max_record", ByteSize.mebibytes(1), ByteSize.mebibytes(1024))
                        .or(ByteSize.mebibytes(32));
        var client = kafka.map("client").required();
        return kafka.build(() ->
                new KafkaConfig(
                        prefix.get(),
                        partitions.get(),
                        replication.get(),
                        maxRecord.get(),
                        client.get()));
    }

    /// The names of the six topics.
    public Topics topics() {
        return new Topics(prefix);
    }

    /// What the six topics have to be like.
    public List<TopicSpec> specs() {
        return TopicSpec.all(topics(), partitions, maxRecord.bytes());
    }

    /// The broker's address.
    public String bootstrapServers() {
        return client.getOrDefault(BOOTSTRAP, "");
    }

    /// Without the values of `client`, among which are secrets.
    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>();
        client.forEach((key, value) -> shown.put(key, key.equals(BOOTSTRAP) ? value : "***"));
        return "KafkaConfig[prefix=%s, partitions=%d, replication=%d, maxRecord=%s, client=%s]"
                .formatted(prefix, partitions, replication, maxRecord, shown);
    }
}
