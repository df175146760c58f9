package dev.sluice.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.sluice.capture.TestSource.Entry;
import dev.sluice.capture.TestSource.Installation;
import dev.sluice.record.Change;
import dev.sluice.record.CutReached;
import dev.sluice.record.Operation;
import dev.sluice.record.Truncated;
import dev.sluice.record.Unchanged;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What real databases do, all of it in one run of capture; each test looks at tables of its own.
@ExtendWith(SharedServers.class)
class HardCasesTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// Longer than PostgreSQL keeps in the row, and of a kind that it cannot compress.
    private static final String WIDE =
            "(SELECT string_agg(md5(i::text), '') FROM generate_series(1, 100) i)";

    private static TestSource servers;
    private static Installation db;

    @BeforeAll
    static void capture(TestSource shared) throws Exception {
        servers = shared;
        db = servers.installation();
        db.sql(
                "CREATE TABLE events (id bigint, account_id int, region text, n int, wide text,"
                        + " PRIMARY KEY (id, region)) PARTITION BY LIST (region)",
                "CREATE TABLE events_a PARTITION OF events FOR VALUES IN ('a')",
                "CREATE TABLE events_b PARTITION OF events FOR VALUES IN ('b')",
                "CREATE TABLE parents (id bigint PRIMARY KEY, account_id int)",
                "CREATE TABLE children (id bigint PRIMARY KEY, account_id int, parent bigint"
                        + " REFERENCES parents)",
                "CREATE TABLE alone (id bigint PRIMARY KEY, account_id int)",
                "CREATE TABLE nulls (id bigint PRIMARY KEY, account_id int, wide text)",
                "CREATE TABLE saved (id bigint PRIMARY KEY, account_id int)",
                "CREATE TABLE long (id bigint PRIMARY KEY, account_id int)",
                "INSERT INTO events VALUES (0, 1, 'a', 0, 'read'), (0, 1, 'b', 0, 'read')");
        db.start();
        await().atMost(LIMIT).until(() -> !db.all(CutReached.class).isEmpty());
        partitions();
        truncations();
        db.sql(
                "INSERT INTO nulls VALUES (1, NULL, " + WIDE + ")",
                "UPDATE nulls SET account_id = 5",
                "UPDATE nulls SET account_id = 6",
                "UPDATE nulls SET account_id = NULL",
                "DELETE FROM nulls");
        db.sql(
                "BEGIN; INSERT INTO saved VALUES (1, 1); SAVEPOINT a; INSERT INTO saved VALUES (2, 1);"
                        + " SAVEPOINT b; INSERT INTO saved VALUES (3, 1); RELEASE b; ROLLBACK TO a;"
                        + " INSERT INTO saved VALUES (4, 1); SAVEPOINT c; INSERT INTO saved VALUES (5,"
                        + " 1); RELEASE c; COMMIT");
        transactionOverTwoCuts();
        db.sql("INSERT INTO alone VALUES (99, 1)");
        await().atMost(LIMIT).until(() -> changes("alone").size() == 2);
    }

    @AfterAll
    static void stop() throws Exception {
        db.close();
    }

    private static void partitions() throws Exception {
        db.sql(
                "INSERT INTO events VALUES (1, 1, 'a', 0, " + WIDE + ")",
                "UPDATE events SET n = 1 WHERE id = 1",
                "UPDATE events SET region = 'b' WHERE id = 1",
                "DELETE FROM events WHERE id = 1",
                "INSERT INTO events_a VALUES (2, 1, 'a', 0, 'x')",
                "ALTER TABLE events DETACH PARTITION events_b",
                "INSERT INTO events_b VALUES (3, 1, 'b', 0, 'apart')",
                "ALTER TABLE events ATTACH PARTITION events_b FOR VALUES IN ('b')",
                "INSERT INTO events VALUES (4, 1, 'b', 0, 'x')");
    }

    private static void truncations() throws Exception {
        db.sql(
                "INSERT INTO parents VALUES (1, 1)",
                "INSERT INTO children VALUES (1, 1, 1)",
                "INSERT INTO alone VALUES (1, 1)",
                "TRUNCATE parents CASCADE",
                "TRUNCATE alone",
                "TRUNCATE events_a",
                "TRUNCATE events");
    }

    private static void transactionOverTwoCuts() throws Exception {
        try (Connection connection = db.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO long VALUES (1, 1)");
            db.sql("INSERT INTO long VALUES (10, 1)");
            awaitCut("first");
            statement.execute("INSERT INTO long VALUES (2, 1)");
            db.sql("INSERT INTO long VALUES (11, 1)");
            awaitCut("second");
            statement.execute("INSERT INTO long VALUES (3, 1)");
            connection.commit();
        }
    }

    private static void awaitCut(String request) throws Exception {
        db.requestCut(request);
        await().atMost(LIMIT).until(() -> cut(request) > 0);
    }

    private static long cut(String request) {
        return db.all(CutReached.class).stream()
                .filter(mark -> mark.getRequests().contains(request))
                .mapToLong(CutReached::getCut)
                .findFirst()
                .orElse(0);
    }

    @Test
    void partitionsAreTheirTableAlsoWhenARowMoves() {
        // What is read again, since partitions came and went, is UnloggedTest's business.
        assertThat(changes("events"))
                .filteredOn(c -> c.getOperation() != Operation.READ || c.getEpoch() == 1)
                .extracting(Change::getOperation, Change::getId, HardCasesTest::isWhole)
                .containsExactly(
                        tuple(Operation.READ, "0,a", true),
                        tuple(Operation.READ, "0,b", true),
                        tuple(Operation.INSERT, "1,a", true),
                        tuple(Operation.UPDATE, "1,a", false),
                        tuple(Operation.DELETE, "1,a", true),
                        tuple(Operation.INSERT, "1,b", true),
                        tuple(Operation.DELETE, "1,b", true),
                        tuple(Operation.INSERT, "2,a", true),
                        tuple(Operation.INSERT, "4,b", true));
    }

    @Test
    void aTruncateIsOneOfEveryTableThatItEmpties() {
        assertThat(truncated())
                .extracting(Truncated::getTable)
                .containsExactly("parents", "children", "alone", "events");
        assertThat(truncated().get(0).getPosition().getCommit())
                .as("one statement, one transaction")
                .isEqualTo(truncated().get(1).getPosition().getCommit());
        assertThat(changes("alone").getLast().getSequence())
                .isGreaterThan(truncated().get(2).getSequence());
    }

    @Test
    void aRowWithoutATenantGetsOneAnotherAndLosesIt() {
        assertThat(changes("nulls"))
                .extracting(Change::getOperation, Change::getTenantKnown, Change::getTenant)
                .containsExactly(
                        tuple(Operation.INSERT, true, null),
                        tuple(Operation.UPDATE, true, "5"),
                        tuple(Operation.UPDATE, true, "6"),
                        tuple(Operation.UPDATE, true, null),
                        tuple(Operation.DELETE, false, null));
    }

    @Test
    void whatWasRolledBackToASavepointNeverWas() {
        assertThat(changes("saved")).extracting(Change::getId).containsExactly("1", "4", "5");
        assertThat(changes("saved"))
                .extracting(Change::getTransaction)
                .containsOnly(changes("saved").getFirst().getTransaction());
    }

    @Test
    void aTransactionThatIsOpenOverCutsIsWhollyAfterTheLast() {
        long first = cut("first");
        long second = cut("second");
        assertThat(changes("long"))
                .extracting(Change::getId, change -> change.getSince() == second)
                .containsExactly(
                        tuple("10", false),
                        tuple("11", false),
                        tuple("1", true),
                        tuple("2", true),
                        tuple("3", true));
        assertThat(changes("long").get(1).getSince()).isEqualTo(first);
    }

    /// Only another database of the server writes; what it writes must not be kept for our sake.
    @Test
    void theSlotOfAnIdleDatabaseAdvancesBesideABusyOne() throws Exception {
        // When
        try (Connection connection =
                        DriverManager.getConnection(
                                servers.server().jdbcUrl(),
                                servers.server().user(),
                                servers.server().password());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "SELECT count(pg_logical_emit_message(false, 'busy', repeat('x', 1000000))) FROM"
                            + " generate_series(1, 40)");
        }
        String end = db.text("SELECT pg_current_wal_lsn()");

        // Then
        await().atMost(LIMIT)
                .untilAsserted(() -> {
                    // The server notes by itself, now and then, which transactions run.
                    db.sql("SELECT pg_log_standby_snapshot()");
                    assertThat(
                                    db.text(
                                            "SELECT concat(confirmed_flush_lsn >= '%s', ' ', restart_lsn > '%s') FROM pg_replication_slots WHERE slot_name = '%s'"
                                                    .formatted(end, end, db.slot())))
                            .isEqualTo("t t");
                });
        awaitCut("beside a busy one");
    }

    private static boolean isWhole(Change change) {
        return change.getCells() == null
                || change.getCells().stream().noneMatch(Unchanged.class::isInstance);
    }

    private static List<Truncated> truncated() {
        return db.changes().stream()
                .filter(entry -> entry.partition() == 0)
                .map(Entry::value)
                .filter(Truncated.class::isInstance)
                .map(Truncated.class::cast)
                .toList();
    }

    private static List<Change> changes(String table) {
        return db.changes().stream()
                .filter(entry -> entry.key().startsWith(table + "/"))
                .map(entry -> (Change) entry.value())
                .sorted(Comparator.comparing(Change::getSequence))
                .toList();
    }
}
