package dev.sluice.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ByteSize;
import dev.sluice.config.KafkaConfig;
import dev.sluice.config.ScheduleConfig;
import dev.sluice.config.TableConfig;
import dev.sluice.config.TablesConfig;
import dev.sluice.config.TenantConfig;
import dev.sluice.config.TenantsConfig;
import dev.sluice.cut.Cut;
import dev.sluice.embedded.EmbeddedBroker;
import dev.sluice.embedded.EmbeddedObjectStore;
import dev.sluice.key.PushKey;
import dev.sluice.publisher.delivery.ObjectStore;
import dev.sluice.publisher.file.PushPath;
import dev.sluice.publisher.s3.AwsConfig;
import dev.sluice.record.Push;
import dev.sluice.record.PushState;
import dev.sluice.record.PushType;
import dev.sluice.record.PushedFile;
import dev.sluice.retry.Backoff;
import dev.sluice.table.TableName;
import dev.sluice.tenant.TenantId;
import dev.sluice.topic.TopicSpec;
import dev.sluice.topic.Topics;
import dev.sluice.wire.Records;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A real broker and a real S3, shared by all tests of the JVM, and topics and buckets of each
/// test's own.
final class Rig {

    static final int PARTITIONS = 2;
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String FULL_CRON = "0 22 * * SUN";

    private static final EmbeddedBroker BROKER = EmbeddedBroker.builder().start();
    private static final EmbeddedObjectStore STORE = EmbeddedObjectStore.builder().start();

    static {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            BROKER.close();
                            STORE.close();
                        }));
    }

    private final String run = "t" + UUID.randomUUID().toString().substring(0, 8);
    private final Topics topics = new Topics(run);
    private final Path state;
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Running> publishers = new ArrayList<>();
    private final Map<String, TenantConfig> tenants = new LinkedHashMap<>();
    final Pipeline pipeline;

    /// A publisher on a thread.
    final class Running {
        private final Publisher publisher;
        private final Thread thread;
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

        private Running(Publisher publisher) {
            this.publisher = publisher;
            this.thread =
                    Thread.ofPlatform()
                            .name("publisher under test")
                            .start(() -> {
                                try {
                                    publisher.run();
                                } catch (Throwable e) {
                                    failure.set(e);
                                }
                            });
        }

        /// What ended it.
        Throwable awaitFailure() {
            Awaitility.await().atMost(PATIENCE).until(() -> failure.get() != null);
            return java.util.Objects.requireNonNull(failure.get());
        }

        boolean isRunning() {
            return thread.isAlive();
        }

        /// Ends the thread as a crash would: without a word.
        void kill() throws InterruptedException {
            thread.interrupt();
            thread.join();
        }

        void close() throws InterruptedException {
            publisher.close();
            thread.join();
        }
    }

    Rig(Path state) {
        this.state = state;
        for (TopicSpec spec : TopicSpec.all(topics, PARTITIONS, ByteSize.mebibytes(32).bytes())) {
            BROKER.createTopic(spec.name(), spec.partitions(), spec.settings());
        }
        STORE.createBucket(processingBucket());
        pipeline = new Pipeline(BROKER.bootstrapServers(), topics, PARTITIONS);
    }

    String processingBucket() {
        return run + "-processing";
    }

    /// Adds a tenant with a bucket of its own.
    void tenant(String id, String key) {
        tenantWithoutBucket(id, key);
        createBucket(id);
    }

    void tenantWithoutBucket(String id, String key) {
        tenants.put(
                id,
                new TenantConfig(
                        new TenantId(id),
                        key,
                        "%012d".formatted(tenants.size() + 1),
                        bucket(id),
                        "in/",
                        "us-east-1",
                        Optional.empty(),
                        Optional.empty()));
    }

    void createBucket(String id) {
        STORE.createBucket(bucket(id));
    }

    String bucket(String id) {
        return run + "-" + id;
    }

    /// What all its publishers measure.
    SimpleMeterRegistry registry() {
        return registry;
    }

    Topics topics() {
        return topics;
    }

    PublisherConfig config() {
        return config(STORE.endpoint());
    }

    /// The configuration with another way to S3.
    PublisherConfig config(URI endpoint) {
        return new PublisherConfig(
                kafka(),
                new ScheduleConfig("* * * * *", FULL_CRON),
                new TablesConfig("account_id", Map.of()),
                new TenantsConfig(tenants.values()),
                new ProcessingConfig(processingBucket(), "us-east-1"),
                new AwsConfig(
                        Optional.of(endpoint),
                        Optional.empty(),
                        true,
                        Optional.of(STORE.accessKey()),
                        Optional.of(STORE.secretKey())),
                new LimitsConfig(
                        ByteSize.mebibytes(1),
                        1,
                        4,
                        4,
                        LimitsConfig.DEFAULT.copyPart(),
                        new Backoff(Duration.ofMillis(50), Duration.ofMillis(400))),
                state);
    }

    KafkaConfig kafka() {
        return new KafkaConfig(
                run,
                PARTITIONS,
                1,
                ByteSize.mebibytes(32),
                Map.of(
                        "bootstrap.servers",
                        BROKER.bootstrapServers(),
                        "session.timeout.ms",
                        "6000",
                        "heartbeat.interval.ms",
                        "500"));
    }

    Running start() {
        return start(UnaryOperator.identity());
    }

    /// Starts a publisher whose store is wrapped.
    Running start(UnaryOperator<ObjectStore> wrapper) {
        return start(config(), Clock.systemUTC(), wrapper);
    }

    /// Starts a publisher with a clock of its own.
    Running start(Clock clock) {
        return start(config(), clock, UnaryOperator.identity());
    }

    /// Starts a publisher that is told something else than [#config()].
    Running start(PublisherConfig config, Clock clock, UnaryOperator<ObjectStore> wrapper) {
        Running running =
                new Running(
                        new Publisher(
                                config, clock, registry, () -> wrapper.apply(config.store(clock))));
        publishers.add(running);
        return running;
    }

    /// Starts a publisher that is told something else than [#config()].
    Running start(PublisherConfig config) {
        return start(config, Clock.systemUTC(), UnaryOperator.identity());
    }

    URI storeEndpoint() {
        return STORE.endpoint();
    }

    /// The configuration with another order of a table's columns.
    PublisherConfig configWithColumns(String table, String first) {
        PublisherConfig plain = config();
        TableName name = TableName.parse(table);
        TableConfig ordered =
                new TableConfig(
                        name, "account_id", Set.of(), Map.of(), List.of(first), Optional.empty());
        return new PublisherConfig(
                plain.kafka(),
                plain.schedule(),
                new TablesConfig("account_id", Map.of(name, ordered)),
                plain.tenants(),
                plain.processing(),
                plain.aws(),
                plain.limits(),
                plain.state());
    }

    /// Writes the configuration to a file, for a publisher that reaches S3 by another address.
    Path configFile(Path file, URI endpoint) throws IOException {
        StringBuilder lines = new StringBuilder();
        tenants.values()
                .forEach(tenant ->
                        lines.append(
                                """
                                  %s: {key: "%s", account: "%s", bucket: %s, prefix: in/, region: us-east-1}
                                """
                                        .formatted(
                                                tenant.id(),
                                                tenant.key(),
                                                tenant.account(),
                                                tenant.bucket())));
        return Files.writeString(
                file,
                """
                kafka:
                  prefix: %s
                  partitions: %d
                  replication: 1
                  client: {bootstrap.servers: "%s", session.timeout.ms: "6000", heartbeat.interval.ms: "500"}
                schedule: {incremental: "* * * * *", full: "%s"}
                processing: {bucket: %s, region: us-east-1, own_buckets: [%s]}
                aws: {s3_endpoint: "%s", path_style: true, access_key: %s, secret_key: %s}
                publisher: {retry_first: 50 ms, retry_longest: 400 ms}
                state: %s
                tenants:
                """
                                .formatted(
                                        run,
                                        PARTITIONS,
                                        BROKER.bootstrapServers(),
                                        FULL_CRON,
                                        processingBucket(),
                                        tenants.values().stream()
                                                .map(TenantConfig::bucket)
                                                .collect(Collectors.joining(", ")),
                                        endpoint,
                                        STORE.accessKey(),
                                        STORE.secretKey(),
                                        state)
                        + lines);
    }

    /// Waits until the ledger has a push in a state.
    void awaitState(String key, PushType type, Cut cut, PushState wanted) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> {
                    Push push = pushes().get(new PushKey(key, type, cut));
                    return push != null && push.getState() == wanted;
                });
    }

    /// Waits until the ledger has so many pushes, all delivered.
    void awaitAllDelivered(int count) {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(pushes().values())
                                .hasSize(count)
                                .extracting(Push::getState)
                                .containsOnly(PushState.DELIVERED));
    }

    /// A tenant's pushes were each staged and delivered once, in order.
    void assertInOrder(String key) {
        List<PushKey> staged = new ArrayList<>();
        List<PushKey> delivered = new ArrayList<>();
        for (Map.Entry<PushKey, Push> entry : ledger()) {
            if (entry.getKey().tenant().equals(key)) {
                PushState state = entry.getValue().getState();
                if (state == PushState.STAGED) {
                    staged.add(entry.getKey());
                } else if (state == PushState.DELIVERED) {
                    delivered.add(entry.getKey());
                }
            }
        }
        assertThat(delivered)
                .as("pushes of %s", key)
                .isEqualTo(staged)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(Comparator.comparing(PushKey::cut));
    }

    /// Every push of a tenant that the ledger has as delivered is in its bucket, byte for byte.
    void assertDelivered(String id, String key) {
        pushes().forEach((pushKey, push) -> {
            if (pushKey.tenant().equals(key) && push.getState() == PushState.DELIVERED) {
                assertThat(sha256(id, PushPath.manifest(pushKey.type(), pushKey.cut())))
                        .as("the manifest of %s", pushKey)
                        .isEqualTo(push.getManifestSha256());
                for (PushedFile file : push.getFiles()) {
                    assertThat(sha256(id, file.getPath()))
                            .as("%s of %s", file.getPath(), pushKey)
                            .isEqualTo(file.getSha256());
                }
            }
        });
    }

    private String sha256(String id, String path) {
        byte[] bytes = object(id, path).orElseThrow(() -> new AssertionError(path + " is missing"));
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// An object of a tenant's bucket; nothing if it is not there.
    Optional<byte[]> object(String id, String path) {
        return read(STORE.directory().resolve(bucket(id)).resolve("in").resolve(path));
    }

    private static Optional<byte[]> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isDelivered(String id, PushType type, Cut cut) {
        return object(id, PushPath.manifest(type, cut)).isPresent();
    }

    void awaitDelivered(String id, PushType type, Cut cut) {
        Awaitility.await()
                .alias(id + " " + type + " " + cut)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> isDelivered(id, type, cut));
    }

    /// A delivered file's text.
    String text(String id, PushType type, Cut cut, String table) {
        byte[] gzip =
                object(id, PushPath.table(type, cut, table))
                        .orElseThrow(() -> new AssertionError("no " + table + " of " + cut));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A delivered manifest's text.
    String manifest(String id, PushType type, Cut cut) {
        byte[] json =
                object(id, PushPath.manifest(type, cut))
                        .orElseThrow(() -> new AssertionError("no manifest of " + cut));
        return new String(json, StandardCharsets.UTF_8);
    }

    /// Waits until everything that is in `deltas` now is used up.
    void awaitUsedUp() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()))) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> {
                        var positions =
                                admin.listConsumerGroupOffsets(run + "-publisher")
                                        .partitionsToOffsetAndMetadata()
                                        .get();
                        for (int i = 0; i < PARTITIONS; i++) {
                            TopicPartition partition = new TopicPartition(topics.deltas(), i);
                            long end =
                                    admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                                            .partitionResult(partition)
                                            .get()
                                            .offset();
                            var position = positions.get(partition);
                            if (position == null || position.offset() < end) {
                                return false;
                            }
                        }
                        return true;
                    });
        }
    }

    /// Every entry that was ever written to the ledger, in order, as committed readers see it;
    /// without requests.
    List<Map.Entry<PushKey, Push>> ledger() {
        return ledger(new HashSet<>());
    }

    private List<Map.Entry<PushKey, Push>> ledger(Set<String> requested) {
        List<Map.Entry<PushKey, Push>> entries = new ArrayList<>();
        Records records = new Records();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                BROKER.bootstrapServers(),
                                "isolation.level",
                                "read_committed"),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            List<TopicPartition> all = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                all.add(new TopicPartition(topics.pushes(), i));
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> {
                            PushKey key = PushKey.parse(record.key());
                            if (!key.isRequest()) {
                                entries.add(Map.entry(key, (Push) records.decode(record.value())));
                            } else if (record.value() == null) {
                                requested.remove(key.tenant());
                            } else {
                                requested.add(key.tenant());
                            }
                        });
            }
        }
        return entries;
    }

    /// The tenants that a full push is asked for, and not answered yet.
    Set<String> requested() {
        Set<String> requested = new HashSet<>();
        var _ = ledger(requested);
        return requested;
    }

    /// The last entry of each push.
    Map<PushKey, Push> pushes() {
        Map<PushKey, Push> pushes = new LinkedHashMap<>();
        ledger().forEach(entry -> pushes.put(entry.getKey(), entry.getValue()));
        return pushes;
    }

    /// The last entry of a push.
    Push push(String key, PushType type, Cut cut) {
        Push push = pushes().get(new PushKey(key, type, cut));
        if (push == null) {
            throw new AssertionError("the ledger has no " + type + " push of " + cut);
        }
        return push;
    }

    void close() throws InterruptedException {
        for (Running publisher : publishers) {
            publisher.close();
        }
        pipeline.close();
    }
}
