package dev.sluice.capture;

import static org.awaitility.Awaitility.await;

import dev.sluice.capture.source.LogMessages;
import dev.sluice.capture.source.RereadRequest;
import dev.sluice.capture.write.StoredState;
import dev.sluice.config.ByteSize;
import dev.sluice.config.KafkaConfig;
import dev.sluice.config.ScheduleConfig;
import dev.sluice.config.SourceConfig;
import dev.sluice.config.SourceType;
import dev.sluice.config.TablesConfig;
import dev.sluice.embedded.EmbeddedBroker;
import dev.sluice.embedded.EmbeddedSource;
import dev.sluice.record.PendingReading;
import dev.sluice.table.TableName;
import dev.sluice.topic.TopicSpec;
import dev.sluice.topic.Topics;
import dev.sluice.wire.Records;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL and a Kafka for the tests; each test takes a database and topics of its own. Most
/// share those of [SharedServers].
final class TestSource implements AutoCloseable {

    static final int PARTITIONS = 3;
    static final int MAX_RECORD = 32 << 20;

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final EmbeddedSource source;
    private final EmbeddedBroker broker = EmbeddedBroker.builder().start();

    TestSource() {
        this(EmbeddedSource.builder().start());
    }

    /// @param source closed with this
    TestSource(EmbeddedSource source) {
        this.source = source;
    }

    EmbeddedSource server() {
        return source;
    }

    /// A record of `changes` with its place.
    record Entry(int partition, String key, SpecificRecord value) {}

    /// One installation: a database, topics, and any number of captures.
    final class Installation implements AutoCloseable {

        private final String name = "db" + NUMBER.incrementAndGet();
        private final Topics topics = new Topics(name);
        private final List<Running> running = new ArrayList<>();
        private ScheduleConfig schedule = new ScheduleConfig("0 0 1 1 *", "0 0 1 1 *");
        private TablesConfig tables = new TablesConfig("account_id", Map.of());

        private Installation() throws SQLException {
            try (Connection connection = source.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
            for (TopicSpec spec : TopicSpec.all(topics, PARTITIONS, MAX_RECORD)) {
                broker.createTopic(spec.name(), spec.partitions(), spec.settings());
            }
        }

        Installation schedule(ScheduleConfig other) {
            schedule = other;
            return this;
        }

        Installation tables(TablesConfig other) {
            tables = other;
            return this;
        }

        Connection connect() throws SQLException {
            return java.sql.DriverManager.getConnection(
                    "jdbc:postgresql://" + source.host() + ":" + source.port() + "/" + name,
                    source.user(),
                    source.password());
        }

        void sql(String... statements) throws SQLException {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
        }

        /// The one cell that a query answers with.
        String text(String sql) throws SQLException {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getString(1);
            }
        }

        /// Stops all captures.
        void stop() {
            running.forEach(Running::close);
            running.clear();
        }

        /// The replication slot's and the publication's name.
        String slot() {
            return "sluice_" + name;
        }

        CaptureConfig config() {
            return new CaptureConfig(
                    settings(),
                    tables,
                    schedule,
                    new KafkaConfig(
                            name,
                            PARTITIONS,
                            1,
                            new ByteSize(MAX_RECORD),
                            Map.of("bootstrap.servers", broker.bootstrapServers())));
        }

        /// The same as a configuration file.
        String yaml() {
            return """
            source: { type: postgres, host: %s, port: %d, database: %s, user: %s, password: "%s", slot: %s, heartbeat: 1s }
            kafka:
              prefix: %s
              partitions: %d
              replication: 1
              client: { bootstrap.servers: "%s", session.timeout.ms: "6000", heartbeat.interval.ms: "500" }
            schedule: { incremental: "0 0 1 1 *", full: "0 0 1 1 *" }
            """
                    .formatted(
                            source.host(),
                            source.port(),
                            name,
                            source.user(),
                            source.password(),
                            slot(),
                            name,
                            PARTITIONS,
                            broker.bootstrapServers());
        }

        private SourceConfig settings() {
            return new SourceConfig(
                    SourceType.POSTGRES,
                    source.host(),
                    source.port(),
                    name,
                    source.user(),
                    source.password(),
                    slot(),
                    Duration.ofSeconds(1));
        }

        void requestCut(String id) throws SQLException {
            new LogMessages(settings()).requestCut(id);
        }

        void requestReread(String table, @Nullable String condition) throws SQLException {
            new LogMessages(settings())
                    .requestReread(new RereadRequest("reread", TableName.parse(table), condition));
        }

        /// The rows of a table, by their id, each with its cells as PostgreSQL prints them.
        Map<String, List<@Nullable String>> rows(String table, String... key) throws SQLException {
            Map<String, List<@Nullable String>> rows = new TreeMap<>();
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
                while (row.next()) {
                    List<@Nullable String> cells = new ArrayList<>();
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                        cells.add(row.getString(i));
                    }
                    List<String> id = new ArrayList<>();
                    for (String column : key) {
                        id.add(row.getString(column));
                    }
                    rows.put(String.join(",", id), cells);
                }
            }
            return rows;
        }

        /// What capture left in `offsets` and `tables`.
        StoredState stored() {
            return StoredState.read(
                    topics,
                    settings().slot(),
                    Map.of("bootstrap.servers", broker.bootstrapServers()));
        }

        /// The tables that are still to be read beside the stream.
        List<PendingReading> readings() {
            return Objects.requireNonNull(stored().offset()).getReadings();
        }

        Running start() {
            Running next = new Running(new Capture(config(), Clock.systemUTC()));
            running.add(next);
            return next;
        }

        /// All committed records of `changes`, each partition in its order.
        List<Entry> changes() {
            Map<String, Object> settings = new HashMap<>();
            settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
            settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
            Records records = new Records();
            List<Entry> entries = new ArrayList<>();
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(
                            settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                List<TopicPartition> partitions =
                        IntStream.range(0, PARTITIONS)
                                .mapToObj(p -> new TopicPartition(topics.changes(), p))
                                .toList();
                consumer.assign(partitions);
                consumer.seekToBeginning(partitions);
                Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
                while (ends.entrySet().stream()
                        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                    for (ConsumerRecord<byte[], byte[]> record :
                            consumer.poll(Duration.ofMillis(200))) {
                        entries.add(
                                new Entry(
                                        record.partition(),
                                        record.key() == null
                                                ? ""
                                                : new String(
                                                        record.key(),
                                                        java.nio.charset.StandardCharsets.UTF_8),
                                        records.decode(record.value())));
                    }
                }
            }
            return entries;
        }

        <T extends SpecificRecord> List<T> all(Class<T> type) {
            return changes().stream()
                    .map(Entry::value)
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList();
        }

        /// Stops all captures and leaves nothing that the server would keep its log for.
        @Override
        public void close() throws SQLException {
            stop();
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptionsInstanceOf(SQLException.class)
                    .until(() -> {
                        sql(
                                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                                        + " WHERE slot_name = '"
                                        + slot()
                                        + "'");
                        return true;
                    });
        }
    }

    /// A capture in a thread of its own.
    static final class Running implements AutoCloseable {

        private final Capture capture;
        private final CompletableFuture<Void> done;

        private Running(Capture capture) {
            this.capture = capture;
            this.done =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    capture.run();
                                } catch (InterruptedException e) {
                                    throw new CompletionException(e);
                                }
                            },
                            task -> Thread.ofPlatform().daemon().start(task));
        }

        CompletableFuture<Void> done() {
            return done;
        }

        @Override
        public void close() {
            capture.close();
        }
    }

    Installation installation() throws SQLException {
        return new Installation();
    }

    @Override
    public void close() {
        broker.close();
        source.close();
    }
}
