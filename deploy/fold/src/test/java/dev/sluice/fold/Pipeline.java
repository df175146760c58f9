package dev.sluice.fold;

import dev.sluice.aggregator.Aggregator;
import dev.sluice.aggregator.AggregatorConfig;
import dev.sluice.capture.Capture;
import dev.sluice.capture.CaptureConfig;
import dev.sluice.capture.source.LogMessages;
import dev.sluice.config.Document;
import dev.sluice.config.KafkaConfig;
import dev.sluice.config.SourceConfig;
import dev.sluice.embedded.Servers;
import dev.sluice.publisher.Publisher;
import dev.sluice.publisher.PublisherConfig;
import dev.sluice.topic.TopicSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Capture, aggregator and publisher on one database, with topics and buckets of their own.
final class Pipeline implements AutoCloseable {

    private final Servers servers;
    private final String name;
    private final SourceConfig source;
    private final CaptureConfig captureConfig;
    private final AggregatorConfig aggregatorConfig;
    private Capture capture;
    private Aggregator aggregator;
    private final Publisher publisher;
    private final List<CompletableFuture<Void>> running = new ArrayList<>();
    private CompletableFuture<Void> aggregatorRun = CompletableFuture.completedFuture(null);

    Pipeline(Servers servers, String name, int tenants, Path state) throws SQLException {
        this.servers = servers;
        this.name = name;
        try (Connection connection = servers.source().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        Document document = Document.parse("fold.yaml", yaml(tenants, state), Map.of());
        var readCapture = CaptureConfig.from(document.root());
        var readAggregator = AggregatorConfig.from(document.root());
        var publisherConfig = PublisherConfig.from(document.root());
        document.check();
        captureConfig = readCapture.get();
        source = captureConfig.source();
        KafkaConfig kafka = captureConfig.kafka();
        for (TopicSpec spec : kafka.specs()) {
            servers.broker().createTopic(spec.name(), spec.partitions(), spec.settings());
        }
        servers.objectStore().createBucket(name + "-processing");
        for (int tenant = 1; tenant <= tenants; tenant++) {
            servers.objectStore().createBucket(bucket(tenant));
        }
        aggregatorConfig = readAggregator.get();
        capture = new Capture(captureConfig, Clock.systemUTC());
        aggregator = new Aggregator(aggregatorConfig, Clock.systemUTC());
        publisher = new Publisher(publisherConfig.get(), Clock.systemUTC());
    }

    private String yaml(int tenants, Path state) {
        StringBuilder yaml = new StringBuilder();
        yaml.append(
                """
                source: { type: postgres, host: %s, port: %d, database: %s, user: %s, password: "%s", slot: %s, heartbeat: 1s }
                tenant_column: account_id
                %s
                kafka:
                  prefix: %s
                  partitions: 3
                  replication: 1
                  client: { bootstrap.servers: "%s" }
                schedule: { incremental: "* * * * *", full: "* * * * *" }
                processing: { bucket: %s-processing, region: us-east-1, own_buckets: [%s] }
                aws: { s3_endpoint: "%s", path_style: true, access_key: "%s", secret_key: "%s" }
                publisher: { sort_memory: 1MiB }
                state: "%s"
                tenants:
                """
                        .formatted(
                                servers.source().host(),
                                servers.source().port(),
                                name,
                                servers.source().user(),
                                servers.source().password(),
                                name,
                                Table.configuration(),
                                name,
                                servers.broker().bootstrapServers(),
                                name,
                                IntStream.rangeClosed(1, tenants)
                                        .mapToObj(this::bucket)
                                        .collect(Collectors.joining(", ")),
                                servers.objectStore().endpoint(),
                                servers.objectStore().accessKey(),
                                servers.objectStore().secretKey(),
                                state));
        for (int tenant = 1; tenant <= tenants; tenant++) {
            yaml.append(
                    "  t%d: { key: %d, account: \"11112222333%d\", bucket: %s, region: us-east-1 }%n"
                            .formatted(tenant, tenant, tenant, bucket(tenant)));
        }
        return yaml.toString();
    }

    String bucket(int tenant) {
        return name + "-t" + tenant;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(source.jdbcUrl(), source.user(), source.password());
    }

    void requestCut(String id) throws SQLException {
        new LogMessages(source).requestCut(id);
    }

    void start() {
        var _ = run("capture", capture::run);
        startAggregator();
        var _ = run("publisher", publisher::run);
    }

    private void startAggregator() {
        aggregatorRun = run("aggregator", aggregator::run);
    }

    /// Stops the aggregator, deletes all it has on disk, and starts another.
    void replaceAggregator() throws IOException {
        aggregator.close();
        running.remove(aggregatorRun);
        aggregatorRun.join();
        List<Path> files;
        try (Stream<Path> all = Files.walk(aggregatorConfig.state())) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        aggregator = new Aggregator(aggregatorConfig, Clock.systemUTC());
        startAggregator();
    }

    /// Stops capture, and drops the slot by which it would go on.
    void loseLog() throws SQLException {
        capture.close();
        running.removeFirst().join();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_drop_replication_slot('" + source.slot() + "')");
        }
    }

    void startCapture() {
        capture = new Capture(captureConfig, Clock.systemUTC());
        var _ = run("capture", capture::run);
    }

    /// Fails if a module has ended.
    void check() {
        for (CompletableFuture<Void> module : running) {
            if (module.isDone()) {
                module.join();
                throw new IllegalStateException("a module ended by itself");
            }
        }
    }

    private interface Body {
        void run() throws InterruptedException;
    }

    private CompletableFuture<Void> run(String thread, Body body) {
        CompletableFuture<Void> module =
                CompletableFuture.runAsync(
                        () -> {
                            try {
                                body.run();
                            } catch (InterruptedException e) {
                                throw new CompletionException(e);
                            }
                        },
                        task -> Thread.ofPlatform().daemon().name(name + "-" + thread).start(task));
        running.add(module);
        return module;
    }

    @Override
    public void close() {
        capture.close();
        aggregator.close();
        publisher.close();
    }
}
