package dev.sluice.app.demo;

import dev.sluice.embedded.ObjectStoreServer;
import dev.sluice.embedded.Servers;
import dev.sluice.embedded.SourceServer;
import java.nio.file.Path;
import java.util.stream.Collectors;

/// The configuration of the demo, as any other: a YAML file.
final class DemoConfig {

    static final String PROCESSING = "sluice-processing";

    private DemoConfig() {}

    static String yaml(Servers servers, Path state) {
        SourceServer source = servers.source();
        ObjectStoreServer store = servers.objectStore();
        return """
        # Written by `sluice demo`. While it runs, the other commands work with this file too.
        source:
          type: postgres
          host: %s
          port: %d
          database: %s
          user: %s
          password: "%s"
          heartbeat: 1 s
        tenant_column: account_id
        tables:
          services:
            derive: { html_url: "https://app.opslevel.com/services/{alias}" }
            columns: [id, name, alias, product, description, owner_id, language, framework,
                      tier_index, lifecycle_index, html_url, created_at, updated_at]
          teams:
            derive: { html_url: "https://app.opslevel.com/teams/{alias}" }
            columns: [id, name, alias, manager_id, responsibilities, html_url, created_at, updated_at]
          check_results: {}
        kafka:
          prefix: sluice-demo
          partitions: 3
          replication: 1
          client: { bootstrap.servers: "%s" }
        schedule:
          incremental: "*/5 * * * *"
          full: "*/30 * * * *"
        processing:
          bucket: %s
          region: %s
          own_buckets: [%s]
        aws:
          s3_endpoint: %s
          path_style: true
          access_key: %s
          secret_key: "%s"
        state: "%s"
        tenants:
        %s\
        """
                .formatted(
                        source.host(),
                        source.port(),
                        source.database(),
                        source.user(),
                        source.password(),
                        servers.broker().bootstrapServers(),
                        PROCESSING,
                        ObjectStoreServer.REGION,
                        SampleTenant.ALL.stream()
                                .map(SampleTenant::bucket)
                                .collect(Collectors.joining(", ")),
                        store.endpoint(),
                        store.accessKey(),
                        store.secretKey(),
                        state.toString().replace("\\", "\\\\").replace("\"", "\\\""),
                        SampleTenant.ALL.stream()
                                .map(DemoConfig::tenant)
                                .collect(Collectors.joining()));
    }

    private static String tenant(SampleTenant tenant) {
        return """
          %s:
            key: %d
            account: "%s"
            bucket: %s
            region: %s
        """
                .indent(2)
                .formatted(
                        tenant.id(),
                        tenant.account(),
                        tenant.awsAccount(),
                        tenant.bucket(),
                        ObjectStoreServer.REGION);
    }
}
