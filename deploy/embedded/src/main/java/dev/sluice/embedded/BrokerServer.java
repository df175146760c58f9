package dev.sluice.embedded;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/// A single Kafka broker, without encryption or authentication, that takes records of
/// [#MAX_RECORD_BYTES] and creates no topic by itself.
public interface BrokerServer extends Server {

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
        } catch (ExecutionException e) {
            throw new ServerException("topic " + name + " was not created", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while creating topic " + name, e);
        }
    }
}
