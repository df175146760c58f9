package dev.sluice.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.capture.TestSource.Installation;
import dev.sluice.embedded.EmbeddedSource;
import dev.sluice.record.Change;
import dev.sluice.record.CutCause;
import dev.sluice.record.CutReached;
import dev.sluice.record.Operation;
import dev.sluice.record.SnapshotEnded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Whatever makes the log impossible to follow: it is said, and everything is read again, once.
class LostLogTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir private static Path directory;

    private static TestSource servers;

    private final Logger log = (Logger) LoggerFactory.getLogger(Term.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeAll
    static void startServers() {
        servers = new TestSource(EmbeddedSource.builder().directory(directory).start());
    }

    @AfterAll
    static void stopServers() {
        servers.close();
    }

    @BeforeEach
    void listen() {
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void stopListening() {
        log.detachAppender(lines);
    }

    @Test
    void readsAgainWhenTheSlotIsGone() throws Exception {
        try (Installation db = captured()) {
            // Given
            db.stop();
            db.sql("SELECT pg_drop_replication_slot('" + db.slot() + "')");

            // When
            changeAndStart(db);

            // Then
            verify(db, "the replication slot is gone");
        }
    }

    @Test
    void readsAgainWhenTheSlotWasMadeAnew() throws Exception {
        try (Installation db = captured()) {
            // Given
            db.stop();
            db.sql(
                    "SELECT pg_drop_replication_slot('" + db.slot() + "')",
                    "UPDATE t SET note = 'unseen' WHERE id = 1",
                    "SELECT pg_create_logical_replication_slot('" + db.slot() + "', 'pgoutput')");

            // When
            changeAndStart(db);

            // Then
            verify(db, "past what was captured");
        }
    }

    @Test
    void readsAgainWhenTheSourceGaveTheSlotUp() throws Exception {
        try (Installation db = captured()) {
            // Given
            db.stop();
            db.sql("ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'", "SELECT pg_reload_conf()");
            try {
                await().atMost(LIMIT)
                        .until(() -> {
                            db.sql(
                                    "SELECT pg_logical_emit_message(false, 'x', 'x')",
                                    "SELECT pg_switch_wal()",
                                    "CHECKPOINT");
                            return db.text(
                                            "SELECT wal_status FROM pg_replication_slots WHERE"
                                                    + " slot_name = '"
                                                    + db.slot()
                                                    + "'")
                                    .equals("lost");
                        });
            } finally {
                db.sql("ALTER SYSTEM RESET max_slot_wal_keep_size", "SELECT pg_reload_conf()");
            }

            // When
            changeAndStart(db);

            // Then
            verify(db, "the source gave up the replication slot");
        }
    }

    @Test
    void readsAgainWhenThePublicationIsDroppedWhileCaptureRuns() throws Exception {
        try (Installation db = captured()) {
            // When
            db.sql(
                    "DROP PUBLICATION " + db.slot(),
                    "UPDATE t SET note = 'changed' WHERE id = 1",
                    "DELETE FROM t WHERE id = 2",
                    "INSERT INTO t VALUES (4, 1, 'new')");

            // Then
            verify(db, "the publication was dropped");
        }
    }

    /// The data folder of an earlier moment is put back, slot and all, and goes on from there.
    @Test
    void readsAgainWhenTheSourceIsRestoredToAnEarlierPoint() throws Exception {
        try (Installation db = captured()) {
            // Given
            Path data = directory.resolve("data");
            Path backup = directory.resolve("backup");
            db.stop();
            servers.server().stop();
            copy(data, backup);
            servers.server().start();
            db.start();
            db.sql(
                    "INSERT INTO t VALUES (5, 1, 'will be gone')",
                    "SELECT pg_logical_emit_message(false, 'x', repeat('x', 1000000))",
                    "INSERT INTO t VALUES (6, 1, 'will be gone')");
            await().atMost(LIMIT).until(() -> db.all(Change.class).size() == 5);

            // When
            db.stop();
            servers.server().stop();
            delete(data);
            copy(backup, data);
            servers.server().start();
            changeAndStart(db);

            // Then
            verify(db, "before what was captured");
        }
    }

    /// The log may have grown past what was captured again, but it is on another timeline.
    @Test
    void readsAgainWhenTheSourceWasRecoveredToAPointInTime() throws Exception {
        try (Installation db = captured()) {
            // Given
            db.stop();
            db.sql("ALTER SYSTEM SET restore_command = 'false'");
            servers.server().stop();
            Files.createFile(directory.resolve("data").resolve("recovery.signal"));
            servers.server().start();

            // When
            changeAndStart(db);

            // Then
            verify(db, "timeline 00000002, before 00000001");
        }
    }

    /// An installation that has read three rows and made its first cut.
    private static Installation captured() throws SQLException {
        Installation db = servers.installation();
        db.sql(
                "CREATE TABLE t (id bigint PRIMARY KEY, account_id int, note text)",
                "INSERT INTO t VALUES (1, 1, 'one'), (2, 1, 'two'), (3, 1, 'three')");
        db.start();
        await().atMost(LIMIT).until(() -> !db.all(CutReached.class).isEmpty());
        return db;
    }

    private static void changeAndStart(Installation db) throws SQLException {
        db.sql(
                "UPDATE t SET note = 'changed' WHERE id = 1",
                "DELETE FROM t WHERE id = 2",
                "INSERT INTO t VALUES (4, 1, 'new')");
        db.start();
    }

    /// Everything was read once more, with the last cut as the one before it, and the next change
    /// follows the cut at its end.
    private void verify(Installation db, String reason) throws SQLException {
        await().atMost(LIMIT)
                .until(() -> db.all(SnapshotEnded.class).size() == 2 * TestSource.PARTITIONS);
        db.sql("INSERT INTO t VALUES (7, 1, 'after')");
        await().atMost(LIMIT)
                .until(() ->
                        db.all(Change.class).stream()
                                .anyMatch(change -> "7".equals(change.getId())));

        List<Change> changes =
                db.all(Change.class).stream()
                        .sorted(Comparator.comparing(Change::getSequence))
                        .toList();
        List<CutReached> cuts = db.all(CutReached.class);
        CutReached healed = cuts.getLast();
        assertThat(lines.list)
                .filteredOn(line -> line.getLevel() == Level.ERROR)
                .singleElement()
                .satisfies(line -> assertThat(line.getKeyValuePairs().toString()).contains(reason));
        assertThat(changes.stream().map(Change::getSequence))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, changes.size()).boxed().toList());
        assertThat(
                        changes.stream()
                                .filter(change -> change.getOperation() == Operation.READ)
                                .filter(change -> change.getEpoch() == 2)
                                .map(change -> change.getCells().get(2)))
                .containsExactlyInAnyOrder("changed", "three", "new");
        assertThat(healed.getCause()).isEqualTo(CutCause.SNAPSHOT);
        assertThat(healed.getPrevious()).isEqualTo(cuts.getFirst().getCut()).isPositive();
        assertThat(healed.getCut()).isGreaterThan(healed.getPrevious());
        assertThat(changes.getLast().getSince()).isEqualTo(healed.getCut());
        assertThat(changes.getLast().getOperation()).isEqualTo(Operation.INSERT);
        assertThat(db.all(SnapshotEnded.class).getLast().getSince())
                .isEqualTo(healed.getPrevious());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> {
                        try {
                            Files.delete(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }
}
