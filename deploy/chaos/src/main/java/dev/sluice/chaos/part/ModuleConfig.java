package dev.sluice.chaos.part;

import dev.sluice.embedded.EmbeddedObjectStore;
import dev.sluice.embedded.FreePort;
import dev.sluice.embedded.SourceServer;
import dev.sluice.fold.Table;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The configuration of a module's instance. Sessions are short, so that a pause of some seconds is
/// longer than they are; nothing else differs from what a vendor would write.
final class ModuleConfig {

    /// What the instances of a command are called.
    static final Map<String, String> PARTS =
            Map.of("capture", "capture", "aggregate", "aggregator", "publish", "publisher");

    private ModuleConfig() {}

    static String yaml(SourceServer source, int sourcePort, int brokerPort, URI store, Path state) {
        StringBuilder yaml = new StringBuilder();
        yaml.append(
                """
                source: { type: postgres, host: %s, port: %d, database: %s, user: %s, password: "%s", heartbeat: 1s }
                tenant_column: account_id
                %s
                kafka:
                  prefix: chaos
                  partitions: 3
                  replication: 1
                  client:
                    bootstrap.servers: "%s:%d"
                    session.timeout.ms: "8000"
                    heartbeat.interval.ms: "2000"
                schedule: { incremental: "* * * * *", full: "* * * * *" }
                processing: { bucket: processing, region: us-east-1, own_buckets: [%s] }
                aws: { s3_endpoint: "%s", path_style: true, access_key: "%s", secret_key: "%s" }
                publisher: { sort_memory: 1MiB, retry_longest: 5s }
                state: "%s"
                tenants:
                """
                        .formatted(
                                source.host(),
                                sourcePort,
                                source.database(),
                                source.user(),
                                source.password(),
                                Table.configuration(),
                                FreePort.HOST,
                                brokerPort,
                                IntStream.rangeClosed(1, Installation.TENANTS)
                                        .mapToObj(tenant -> "tenant-" + tenant)
                                        .collect(Collectors.joining(", ")),
                                store,
                                EmbeddedObjectStore.ACCESS_KEY,
                                EmbeddedObjectStore.SECRET_KEY,
                                state));
        for (int tenant = 1; tenant <= Installation.TENANTS; tenant++) {
            yaml.append(
                    "  t%d: { key: %d, account: \"11112222333%d\", bucket: tenant-%d, region: us-east-1 }%n"
                            .formatted(tenant, tenant, tenant, tenant));
        }
        return yaml.toString();
    }
}
