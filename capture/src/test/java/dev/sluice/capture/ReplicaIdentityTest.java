package dev.sluice.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.sluice.capture.TestSource.Entry;
import dev.sluice.capture.TestSource.Installation;
import dev.sluice.record.Change;
import dev.sluice.record.CutReached;
import dev.sluice.record.Operation;
import dev.sluice.record.Unchanged;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What the log tells of changes under each replica identity. Every table gets the same statements.
@ExtendWith(SharedServers.class)
class ReplicaIdentityTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// Longer than PostgreSQL keeps in the row, and of a kind that it cannot compress.
    private static final String WIDE =
            "(SELECT string_agg(md5(i::text), '') FROM generate_series(1, 100) i)";

    private static final String COLUMNS =
            " (id bigint PRIMARY KEY, account_id int NOT NULL, \"the Code\" text NOT NULL, n int, wide"
                    + " text)";

    private static List<Entry> entries;

    @BeforeAll
    static void capture(TestSource servers) throws Exception {
        try (Installation db = servers.installation()) {
            db.sql(
                    "CREATE TABLE by_default" + COLUMNS,
                    "CREATE TABLE by_full" + COLUMNS,
                    "ALTER TABLE by_full REPLICA IDENTITY FULL",
                    "CREATE TABLE by_index" + COLUMNS,
                    "CREATE UNIQUE INDEX code ON by_index (\"the Code\", account_id)",
                    "ALTER TABLE by_index REPLICA IDENTITY USING INDEX code",
                    "INSERT INTO by_index VALUES (9, 7, 'read', 0, 'x')");
            db.start();
            await().atMost(LIMIT).until(() -> !db.all(CutReached.class).isEmpty());
            for (String table : List.of("by_default", "by_full", "by_index")) {
                db.sql(
                        "INSERT INTO " + table + " VALUES (1, 7, 'a', 0, " + WIDE + ")",
                        "UPDATE " + table + " SET n = 1 WHERE id = 1",
                        "UPDATE " + table + " SET \"the Code\" = 'b' WHERE id = 1",
                        "UPDATE " + table + " SET id = 2 WHERE id = 1",
                        "UPDATE " + table + " SET account_id = 8 WHERE id = 2",
                        "DELETE FROM " + table + " WHERE id = 2");
            }
            db.sql("DELETE FROM by_index WHERE id = 9");
            await().atMost(LIMIT).until(() -> db.all(Change.class).size() == 7 + 7 + 8 + 2);
            entries = db.changes();
        }
    }

    @Test
    void byDefaultADeletionNamesThePrimaryKeyAlone() {
        assertThat(changes("by_default"))
                .extracting(Change::getOperation, Change::getId, Change::getTenant, this::wide)
                .containsExactly(
                        tuple(Operation.INSERT, "1", "7", "there"),
                        tuple(Operation.UPDATE, "1", "7", "left out"),
                        tuple(Operation.UPDATE, "1", "7", "left out"),
                        tuple(Operation.DELETE, "1", null, "-"),
                        tuple(Operation.INSERT, "2", "7", "left out"),
                        tuple(Operation.UPDATE, "2", "8", "left out"),
                        tuple(Operation.DELETE, "2", null, "-"));
    }

    @Test
    void underFullNothingIsLeftOutAndDeletionsTellTheTenant() {
        assertThat(changes("by_full"))
                .extracting(Change::getOperation, Change::getId, Change::getTenant, this::wide)
                .containsExactly(
                        tuple(Operation.INSERT, "1", "7", "there"),
                        tuple(Operation.UPDATE, "1", "7", "there"),
                        tuple(Operation.UPDATE, "1", "7", "there"),
                        tuple(Operation.DELETE, "1", "7", "-"),
                        tuple(Operation.INSERT, "2", "7", "there"),
                        tuple(Operation.UPDATE, "2", "8", "there"),
                        tuple(Operation.DELETE, "2", "8", "-"));
    }

    /// The index holds the tenant, so that deletions tell it, but not the primary key. Keys are in
    /// the table's order of columns, not the index's.
    @Test
    void underAnIndexRowsAreKnownByItsColumns() {
        assertThat(changes("by_index"))
                .extracting(Change::getOperation, Change::getId, Change::getTenant, this::wide)
                .containsExactly(
                        tuple(Operation.READ, "9", "7", "there"),
                        tuple(Operation.INSERT, "1", "7", "there"),
                        tuple(Operation.UPDATE, "1", "7", "left out"),
                        tuple(Operation.DELETE, null, "7", "-"),
                        tuple(Operation.INSERT, "1", "7", "left out"),
                        tuple(Operation.UPDATE, "2", "7", "left out"),
                        tuple(Operation.DELETE, null, "7", "-"),
                        tuple(Operation.INSERT, "2", "8", "left out"),
                        tuple(Operation.DELETE, null, "8", "-"),
                        tuple(Operation.DELETE, null, "7", "-"));
        assertThat(of("by_index"))
                .extracting(Entry::key)
                .containsExactly(
                        "by_index/7,read",
                        "by_index/7,a",
                        "by_index/7,a",
                        "by_index/7,a",
                        "by_index/7,b",
                        "by_index/7,b",
                        "by_index/7,b",
                        "by_index/8,b",
                        "by_index/8,b",
                        "by_index/7,read");
    }

    /// Changes of one primary key come under different keys there, and have to stay in order.
    @Test
    void underAnIndexAllChangesOfTheTableAreInOnePartition() {
        assertThat(of("by_index")).extracting(Entry::partition).containsOnly(partition());
        assertThat(changes("by_index").stream().filter(c -> c.getCounterpart() != null))
                .hasSize(4)
                .allMatch(change -> change.getCounterpartPartition() == partition());
        assertThat(changes("by_default")).allMatch(c -> c.getCounterpartPartition() == -1);
    }

    private static int partition() {
        return of("by_index").getFirst().partition();
    }

    private String wide(Change change) {
        if (change.getCells() == null) {
            return "-";
        }
        return change.getCells().get(4) instanceof Unchanged ? "left out" : "there";
    }

    private static List<Change> changes(String table) {
        return of(table).stream().map(entry -> (Change) entry.value()).toList();
    }

    private static List<Entry> of(String table) {
        return entries.stream()
                .filter(entry -> entry.key().startsWith(table + "/"))
                .sorted(Comparator.comparing(entry -> ((Change) entry.value()).getSequence()))
                .toList();
    }
}
