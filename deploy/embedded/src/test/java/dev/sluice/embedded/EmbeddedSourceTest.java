package dev.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

class EmbeddedSourceTest {

    @Test
    void keepsRowsAndSlotsOverARestart() throws Exception {
        // Given
        try (EmbeddedSource source = EmbeddedSource.builder().start()) {
            String url = source.jdbcUrl();
            execute(source, "CREATE TABLE t (id int PRIMARY KEY)");
            execute(source, "SELECT pg_create_logical_replication_slot('s', 'pgoutput')");
            execute(source, "INSERT INTO t VALUES (7)");

            // When
            source.stop();
            assertThatThrownBy(source::connect).isInstanceOf(SQLException.class);
            source.start();

            // Then
            assertThat(source.jdbcUrl()).isEqualTo(url);
            assertThat(query(source, "SELECT id FROM t")).isEqualTo("7");
            assertThat(query(source, "SELECT slot_name FROM pg_replication_slots")).isEqualTo("s");
        }
    }

    @Test
    void leavesNoProcessAndNoFile() throws Exception {
        // Given
        EmbeddedSource source = EmbeddedSource.builder().start();
        Path data = Path.of(query(source, "SHOW data_directory"));
        long postmaster =
                Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
        assertThat(ProcessHandle.of(postmaster)).isPresent();

        // When
        source.close();

        // Then
        assertThat(ProcessHandle.of(postmaster)).isEmpty();
        assertThat(data.getParent()).doesNotExist();
    }

    @Test
    void usesTheDataOfADirectoryThatWasGivenBefore(@TempDir Path directory) throws Exception {
        // Given
        try (EmbeddedSource source =
                EmbeddedSource.builder().directory(directory).durable().start()) {
            execute(source, "CREATE TABLE t AS SELECT 5 AS id");
        }

        // When
        try (EmbeddedSource source =
                EmbeddedSource.builder().directory(directory).durable().start()) {

            // Then
            assertThat(query(source, "SELECT id FROM t")).isEqualTo("5");
            assertThat(query(source, "SHOW fsync")).isEqualTo("on");
            assertThat(query(source, "SHOW wal_level")).isEqualTo("logical");
        }
    }

    @Test
    void stopsWithinSecondsUnderAClientThatConfirmsNothing() throws Exception {
        // Given
        try (EmbeddedSource source = EmbeddedSource.builder().start()) {
            execute(source, "CREATE TABLE t (id int PRIMARY KEY)");
            execute(source, "CREATE PUBLICATION p FOR TABLE t");
            execute(source, "SELECT pg_create_logical_replication_slot('s', 'pgoutput')");
            try (Connection replication = replicating(source)) {
                replication
                        .unwrap(PGConnection.class)
                        .getReplicationAPI()
                        .replicationStream()
                        .logical()
                        .withSlotName("s")
                        .withSlotOption("proto_version", "1")
                        .withSlotOption("publication_names", "p")
                        .start();
                execute(source, "INSERT INTO t SELECT generate_series(1, 100000)");

                // When
                long began = System.nanoTime();
                source.stop();
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                source.start();

                // Then
                assertThat(took).isLessThan(Duration.ofSeconds(15));
                assertThat(query(source, "SELECT count(*) FROM t")).isEqualTo("100000");
            }
        }
    }

    private static Connection replicating(SourceServer source) throws SQLException {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, source.user());
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "18");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        return DriverManager.getConnection(source.jdbcUrl(), properties);
    }

    private static void execute(SourceServer source, String sql) throws SQLException {
        try (var connection = source.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(SourceServer source, String sql) throws SQLException {
        try (var connection = source.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            assertThat(result.next()).isTrue();
            return result.getString(1);
        }
    }
}
