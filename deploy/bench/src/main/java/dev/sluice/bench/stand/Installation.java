package dev.sluice.bench.stand;

import dev.sluice.app.shell.Configuration;
import dev.sluice.app.topic.BrokerTopics;
import dev.sluice.bench.part.Program;
import dev.sluice.bench.part.SluicePart;
import dev.sluice.config.KafkaConfig;
import dev.sluice.embedded.SourceServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// One installation of Sluice on a stand: its configuration file and its programs, with the heap
/// that each has to do with.
///
/// @param name of its topics, its slot and its folder
/// @param kafka the broker and the topics
/// @param yaml the configuration file
public record Installation(Stand stand, String name, KafkaConfig kafka, Path yaml, Path directory) {

    /// The heap that capture has to do with, in MiB.
    public static final int CAPTURE_HEAP = 256;

    /// The heap that the aggregator has to do with, in MiB.

    static Installation create(Stand stand, String name, Path directory, int partitions)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        SourceServer source = stand.source();
        Path yaml = directory.resolve("sluice.yaml");
        Files.writeString(
                yaml,
                """
                source: { type: postgres, host: %s, port: %d, database: %s, user: %s, password: "%s", slot: %s, heartbeat: 1s }
                tenant_column: account_id
                kafka: { prefix: %s, partitions: %d, replication: 1, client: { bootstrap.servers: "%s" } }
                schedule: { incremental: "0 0 1 1 *", full: "0 0 1 1 *" }
                processing: { bucket: processing, region: us-east-1, own_buckets: [tenant-1] }
                state: "%s"
                tenants:
                  t1: { key: 1, account: "111122223333", bucket: tenant-1, region: us-east-1 }
                """
                        .formatted(
                                source.host(),
                                source.port(),
                                source.database(),
                                source.user(),
                                source.password(),
                                name,
                                name,
                                partitions,
                                stand.bootstrapServers(),
                                directory));
        KafkaConfig kafka = Configuration.read(yaml, Map.of(), Configuration.Use.ALL).kafka();
        try (BrokerTopics topics = new BrokerTopics(kafka)) {
            topics.create(kafka.specs());
        }
        return new Installation(stand, name, kafka, yaml, directory);
    }

    /// Capture.
    public Program capture() {
        return new Program(
                "capture",
                CAPTURE_HEAP,
                SluicePart.class,
                List.of("-c", yaml.toString(), "capture"));
    }
}
