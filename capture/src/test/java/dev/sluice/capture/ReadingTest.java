package dev.sluice.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.capture.TestSource.Installation;
import dev.sluice.record.Change;
import dev.sluice.record.CutReached;
import dev.sluice.record.Operation;
import dev.sluice.record.Reading;
import dev.sluice.record.SnapshotBegan;
import dev.sluice.record.SnapshotEnded;
import dev.sluice.record.Truncated;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.class)
class ReadingTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static TestSource servers;

    @BeforeAll
    static void start(TestSource shared) {
        servers = shared;
    }

    private static List<Change> changesOfEpoch(Installation db, long epoch) {
        return db.all(Change.class).stream()
                .filter(change -> change.getEpoch() == epoch)
                .sorted(Comparator.comparing(Change::getSequence))
                .toList();
    }

    private static void awaitEnd(Installation db, long epoch) {
        await().atMost(LIMIT)
                .until(() ->
                        db.all(SnapshotEnded.class).stream()
                                .anyMatch(ended -> ended.getEpoch() == epoch));
    }

    private static void awaitCut(Installation db, String request) {
        await().atMost(LIMIT)
                .until(() ->
                        db.all(CutReached.class).stream()
                                .anyMatch(mark -> mark.getRequests().contains(request)));
    }

    private static List<Reading> readingsAt(Installation db, String request) {
        return db.all(CutReached.class).stream()
                .filter(mark -> mark.getRequests().contains(request))
                .findFirst()
                .orElseThrow()
                .getReadings();
    }

    @Test
    void readsATableAgainOnRequestWithoutStoppingTheStream() throws Exception {
        try (Installation db = servers.installation()) {
            // Given
            db.sql(
                    "CREATE TABLE t (id bigint PRIMARY KEY, account_id int, note text)",
                    "CREATE TABLE other (id bigint PRIMARY KEY, account_id int)",
                    "INSERT INTO t SELECT i, 1, 'n' || i FROM generate_series(1, 50) i",
                    "INSERT INTO other VALUES (1, 1)");
            db.start();
            awaitEnd(db, 1);

            // When
            try (Connection connection = db.connect();
                    Statement open = connection.createStatement()) {
                connection.setAutoCommit(false);
                open.execute("UPDATE t SET note = 'changed' WHERE id = 7");
                db.requestReread("t", null);
                await().atMost(LIMIT)
                        .until(() ->
                                db.all(SnapshotBegan.class).stream()
                                        .anyMatch(began -> began.getEpoch() == 2));
                db.sql("UPDATE t SET note = 'meanwhile' WHERE id = 8");
                db.requestCut("while it is read");
                awaitCut(db, "while it is read");
                connection.commit();
            }
            awaitEnd(db, 2);
            db.requestCut("after");
            awaitCut(db, "after");

            // Then
            assertThat(readingsAt(db, "while it is read")).containsExactly(new Reading("t", 1));
            assertThat(readingsAt(db, "after")).isEmpty();
            List<Change> changes = changesOfEpoch(db, 2);
            assertThat(changes)
                    .filteredOn(change -> change.getOperation() == Operation.READ)
                    .hasSize(50);
            assertThat(changes)
                    .filteredOn(change -> change.getId().equals("7"))
                    .extracting(change -> change.getCells().get(2))
                    .containsExactly("changed", "changed");
            assertThat(changes)
                    .filteredOn(change -> change.getId().equals("8"))
                    .extracting(Change::getOperation)
                    .containsExactly(Operation.UPDATE, Operation.READ);
            assertThat(changes.stream().map(Change::getSequence))
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(db.all(SnapshotEnded.class))
                    .filteredOn(ended -> ended.getEpoch() == 2)
                    .hasSize(TestSource.PARTITIONS)
                    .allMatch(ended -> ended.getTables().equals(List.of("t")));
        }
    }

    /// A condition that holds a chunk up, once its snapshot is taken, for as long as someone holds
    /// the lock.
    private static final String GATE =
            "CREATE FUNCTION gate() RETURNS boolean VOLATILE LANGUAGE plpgsql AS $$ BEGIN PERFORM"
                    + " pg_advisory_xact_lock_shared(42); RETURN true; END $$";

    private static void awaitWaitingAtGate(Installation db) {
        await().atMost(LIMIT)
                .until(() -> {
                    try (Connection connection = db.connect();
                            Statement statement = connection.createStatement();
                            ResultSet row =
                                    statement.executeQuery(
                                            "SELECT count(*) FROM pg_locks WHERE locktype ="
                                                    + " 'advisory' AND NOT granted AND database ="
                                                    + " (SELECT oid FROM pg_database WHERE datname"
                                                    + " = current_database())")) {
                        row.next();
                        return row.getInt(1) == 1;
                    }
                });
    }

    @Test
    void undoesNoChangeThatWasMadeAfterAChunkWasRead() throws Exception {
        try (Installation db = servers.installation()) {
            // Given
            db.sql(
                    GATE,
                    "CREATE TABLE t (id bigint PRIMARY KEY, account_id int, note text, wide text)",
                    "ALTER TABLE t ALTER wide SET STORAGE EXTERNAL",
                    "INSERT INTO t SELECT i, 1, 'old', repeat('w' || i, 2000) FROM"
                            + " generate_series(1, 6) i");
            db.start();
            awaitEnd(db, 1);

            // When
            try (Connection holder = db.connect();
                    Statement lock = holder.createStatement()) {
                lock.execute("SELECT pg_advisory_lock(42)");
                db.requestReread("t", "gate()");
                awaitWaitingAtGate(db);
                db.sql(
                        "UPDATE t SET note = 'new' WHERE id = 1",
                        "UPDATE t SET note = 'new', wide = 'short' WHERE id = 2",
                        "DELETE FROM t WHERE id = 3",
                        "UPDATE t SET id = 40 WHERE id = 4",
                        "INSERT INTO t VALUES (3, 1, 'back', 'short'), (7, 1, 'added', 'short')");
                lock.execute("SELECT pg_advisory_unlock(42)");
            }
            await().atMost(LIMIT)
                    .until(() -> db.readings().isEmpty() && changesOfEpoch(db, 2).size() > 10);

            // Then
            assertThat(HeldTable.read("t", db.changes(), db.stored().definitions()))
                    .isEqualTo(db.rows("t", "id"));
            assertThat(changesOfEpoch(db, 2))
                    .filteredOn(change -> change.getOperation() == Operation.READ)
                    .extracting(Change::getId)
                    .containsExactly("1", "5", "6", "40");
        }
    }

    @Test
    void endsWithAnEmptyTableThatWasTruncatedMeanwhile() throws Exception {
        try (Installation db = servers.installation()) {
            // Given
            db.sql(
                    GATE,
                    "CREATE TABLE t (id bigint PRIMARY KEY, account_id int)",
                    "INSERT INTO t SELECT i, 1 FROM generate_series(1, 6) i");
            db.start();
            awaitEnd(db, 1);

            // When
            try (Connection holder = db.connect();
                    Statement lock = holder.createStatement()) {
                lock.execute("SELECT pg_advisory_lock(42)");
                db.requestReread("t", "gate()");
                awaitWaitingAtGate(db);
                CompletableFuture<Void> truncation =
                        CompletableFuture.runAsync(() -> {
                            try {
                                db.sql("TRUNCATE t", "INSERT INTO t VALUES (2, 9)");
                            } catch (SQLException e) {
                                throw new CompletionException(e);
                            }
                        });
                lock.execute("SELECT pg_advisory_unlock(42)");
                truncation.get(60, TimeUnit.SECONDS);
            }
            await().atMost(LIMIT)
                    .until(() -> db.readings().isEmpty() && !db.all(Truncated.class).isEmpty());
            await().atMost(LIMIT)
                    .until(() ->
                            db.all(Change.class).stream()
                                    .anyMatch(c -> c.getOperation() == Operation.INSERT));

            // Then
            assertThat(HeldTable.read("t", db.changes(), db.stored().definitions()))
                    .isEqualTo(db.rows("t", "id"));
        }
    }

    @Test
    void beginsAnewWhenCaptureWasStoppedInTheMiddle() throws Exception {
        try (Installation db = servers.installation()) {
            // Given
            db.sql(
                    "CREATE TABLE t (id bigint PRIMARY KEY, account_id int)",
                    "INSERT INTO t SELECT i, 1 FROM generate_series(1, 6) i");
            TestSource.Running first = db.start();
            awaitEnd(db, 1);

            // When
            try (Connection connection = db.connect();
                    Statement open = connection.createStatement()) {
                connection.setAutoCommit(false);
                open.execute("INSERT INTO t VALUES (7, 1)");
                db.requestReread("t", null);
                await().atMost(LIMIT)
                        .until(() ->
                                db.all(SnapshotBegan.class).stream()
                                        .anyMatch(began -> began.getEpoch() == 2));
                first.close();
                connection.commit();
            }
            db.start();
            awaitEnd(db, 3);

            // Then
            assertThat(db.readings()).isEmpty();
            assertThat(db.all(SnapshotEnded.class))
                    .extracting(SnapshotEnded::getEpoch)
                    .containsOnly(1L, 3L);
            assertThat(changesOfEpoch(db, 3))
                    .filteredOn(change -> change.getOperation() == Operation.READ)
                    .hasSize(7);
            assertThat(db.all(Change.class).stream().map(Change::getSequence))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void givesUpAConditionThatTheSourceDoesNotTake() throws Exception {
        try (Installation db = servers.installation()) {
            // Given
            db.sql("CREATE TABLE t (id bigint PRIMARY KEY, account_id int)");
            db.start();
            awaitEnd(db, 1);

            // When
            db.requestReread("t", "no_such_column = 1");

            // Then
            await().atMost(LIMIT)
                    .until(() ->
                            db.all(SnapshotBegan.class).stream()
                                            .anyMatch(began -> began.getEpoch() == 2)
                                    && db.readings().isEmpty());
        }
    }
}
