package dev.sluice.embedded;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// A single Kafka broker, without encryption or authentication, that takes records of
/// [#MAX_RECORD_BYTES] and creates no topic by itself.
public interface BrokerServer extends Server {

    /// How long a new topic may take to have its leaders.
    Duration PATIENCE = Duration.ofSeconds(30);

    /// The largest batch that the broker takes where a topic does not say otherwise: 32 MiB and
    /// room for the key, headers and framing.
    int MAX_RECORD_BYTES = 40 * 1024 * 1024;

    /// For `bootstrap.servers`.
    String bootstrapServers();

    /// A new client of the administration; the caller closes it.
    default Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers()));
    }

    /// Creates a topic of one replica with these configurations (`cleanup.policy` and so on), and
    /// returns when the broker knows it. Throws [ServerException] where it exists already.
    default void createTopic(String name, int partitions, Map<String, String> configs) {
        NewTopic topic =
                new NewTopic(name, Optional.of(partitions), Optional.of((short) 1))
                        .configs(configs);
        try (Admin admin = admin()) {
            admin.createTopics(List.of(topic)).all().get();
            long begin = System.nanoTime();
            // The controller has it; the broker learns of it a moment later.
            while (!knows(admin, name)) {
                if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw new ServerException(
                            "topic "
                                    + name
                                    + " has no leader within "
                                    + PATIENCE.toSeconds()
                                    + " s");
                }
            }
        } catch (ExecutionException e) {
            throw new ServerException("topic " + name + " was not created", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while creating topic " + name, e);
        }
    }

    private static boolean knows(Admin admin, String topic)
            throws ExecutionException, InterruptedException {
        try {
            return admin.describeTopics(List.of(topic)).allTopicNames().get().values().stream()
                    .flatMap(description -> description.partitions().stream())
                    .allMatch(partition -> partition.leader() != null);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }
}
