package dev.sluice.app.shell;

import dev.sluice.aggregator.AggregatorConfig;
import dev.sluice.capture.CaptureConfig;
import dev.sluice.config.Document;
import dev.sluice.config.KafkaConfig;
import dev.sluice.config.Section;
import dev.sluice.config.Setting;
import dev.sluice.config.SourceConfig;
import dev.sluice.config.TenantNames;
import dev.sluice.config.TenantsConfig;
import dev.sluice.publisher.PublisherConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// The whole configuration, read by everything that has a part in it: whatever the command, every
/// mistake of the file is found. Only variables of sections that the command does not use may be
/// undefined, so that a process need not be told the secrets of another.
public final class Configuration {

    /// What a command uses of the configuration.
    public enum Use {
        /// Everything.
        ALL(Set.of()),
        /// The source and the topics.
        SOURCE(Set.of("tenants", "tenants_file", "processing", "aws", "publisher", "aggregator")),
        /// The source, the topics, and who the tenants are.
        CUT(Set.of("processing", "aws", "publisher", "aggregator")),
        /// The topics, and who the tenants are.
        TOPICS(Set.of("source", "processing", "aws", "publisher", "aggregator")),
        /// The topics alone.
        MIDDLE(Set.of("source", "tenants", "tenants_file", "processing", "aws", "publisher")),
        /// Everything but the source.
        DELIVERY(Set.of("source", "aggregator"));

        private final Set<String> unused;

        Use(Set<String> unused) {
            this.unused = unused;
        }
    }

    private final Setting<CaptureConfig> capture;
    private final Setting<AggregatorConfig> aggregator;
    private final Setting<PublisherConfig> publisher;
    private final Setting<SourceConfig> source;
    private final Setting<KafkaConfig> kafka;
    private final Setting<TenantsConfig> tenants;
    private final TenantNames tenantNames;
    private final Setting<HttpConfig> http;

    private Configuration(Section root) {
        capture = CaptureConfig.from(root);
        aggregator = AggregatorConfig.from(root);
        publisher = PublisherConfig.from(root);
        source = SourceConfig.from(root);
        kafka = KafkaConfig.from(root);
        tenants = TenantsConfig.from(root);
        tenantNames = TenantNames.from(root);
        http = HttpConfig.from(root);
    }

    /// Reads a file.
    ///
    /// @throws dev.sluice.config.ConfigException if there is any mistake in it, naming all
    public static Configuration read(Path file, Map<String, String> environment, Use use) {
        Document document = Document.read(file, environment).excusing(use.unused);
        Configuration configuration = new Configuration(document.root());
        document.check();
        return configuration;
    }

    /// The paths of all settings that there are, with `*` for a name that the user chooses.
    public static Set<String> known() {
        Document document =
                Document.parse("none", "tables: { t: {} }\ntenants: { t: {} }", Map.of());
        var _ = new Configuration(document.root());
        return document.known();
    }

    /// For the module that captures.
    public CaptureConfig capture() {
        return capture.get();
    }

    /// For the module that aggregates.
    public AggregatorConfig aggregator() {
        return aggregator.get();
    }

    /// For the module that publishes.
    public PublisherConfig publisher() {
        return publisher.get();
    }

    /// The vendor's database.
    public SourceConfig source() {
        return source.get();
    }

    /// The broker and the topics.
    public KafkaConfig kafka() {
        return kafka.get();
    }

    /// How the tenants are called, whatever else of them this process is told.
    public TenantNames tenantNames() {
        return tenantNames;
    }

    /// What this process serves over HTTP.
    public HttpConfig http() {
        return http.get();
    }

    /// Who receives pushes.
    public TenantsConfig tenants() {
        return tenants.get();
    }
}
