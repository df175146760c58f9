package dev.sluice.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.capture.TestSource.Installation;
import dev.sluice.capture.source.SourceException;
import dev.sluice.config.ScheduleConfig;
import dev.sluice.record.Change;
import dev.sluice.record.CutCause;
import dev.sluice.record.CutReached;
import dev.sluice.record.Operation;
import dev.sluice.record.SnapshotEnded;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CaptureTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static TestSource servers;
    private static Future<Installation> spanned;

    @BeforeAll
    static void start(TestSource shared) {
        servers = shared;
        FutureTask<Installation> spanning = new FutureTask<>(CaptureTest::spanAScheduledCut);
        Thread.ofPlatform().daemon().start(spanning);
        spanned = spanning;
    }

    @Test
    void readsOnceThenFollowsTheLog() throws Exception {
        try (Installation db = servers.installation()) {
            // Given
            db.sql(
                    "CREATE TABLE t (id bigint PRIMARY KEY, account_id int NOT NULL DEFAULT 7, note"
                            + " text)",
                    "INSERT INTO t VALUES (1, 1, 'a'), (2, 2, NULL)");
            db.start();
            await().atMost(LIMIT).until(() -> !db.all(SnapshotEnded.class).isEmpty());

            // When
            db.sql(
                    "INSERT INTO t VALUES (3, 1, 'c')",
                    "UPDATE t SET note = 'b' WHERE id = 2",
                    "DELETE FROM t WHERE id = 1",
                    "UPDATE t SET id = 9 WHERE id = 3");
            await().atMost(LIMIT).until(() -> db.all(Change.class).size() == 7);

            // Then
            List<Change> changes =
                    db.all(Change.class).stream()
                            .sorted(Comparator.comparing(Change::getSequence))
                            .toList();
            assertThat(changes)
                    .extracting(Change::getSequence)
                    .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
            assertThat(changes.get(0).getOperation()).isEqualTo(Operation.READ);
            assertThat(changes.get(2).getCells()).containsExactly(3L, 1L, "c");
            assertThat(changes.get(3).getCells()).containsExactly(2L, 2L, "b");
            assertThat(changes.get(4).getOperation()).isEqualTo(Operation.DELETE);
            assertThat(changes.get(4).getTenantKnown()).isFalse();
            assertThat(changes.get(4).getId()).isEqualTo("1");
            assertThat(changes.get(5).getOperation()).isEqualTo(Operation.DELETE);
            assertThat(changes.get(5).getCounterpart()).isEqualTo("t/9");
            assertThat(changes.get(6).getOperation()).isEqualTo(Operation.INSERT);
            assertThat(changes.get(6).getCounterpart()).isEqualTo("t/3");
        }
    }

    @Test
    void losesAndDoublesNothingWhenStoppedWithinACopy() throws Exception {
        try (Installation db = servers.installation()) {
            // Given
            db.sql("CREATE TABLE t (id bigint PRIMARY KEY, account_id int, note text)");
            TestSource.Running first = db.start();
            await().atMost(LIMIT).until(() -> !db.all(SnapshotEnded.class).isEmpty());

            // When
            db.sql("COPY t FROM PROGRAM 'seq 1 50000 | sed \"s/.*/&,1,x&/\"' WITH (FORMAT csv)");
            await().atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !db.all(Change.class).isEmpty());
            first.close();
            long atStop = db.all(Change.class).size();
            for (int i = 0; i < 3; i++) {
                TestSource.Running next = db.start();
                long before = db.all(Change.class).size();
                if (before < 50_000) {
                    await().atMost(LIMIT)
                            .pollInterval(Duration.ofMillis(20))
                            .until(() -> db.all(Change.class).size() > before);
                }
                next.close();
            }
            db.sql("INSERT INTO t VALUES (0, 1, 'last')");
            db.start();
            await().atMost(LIMIT).until(() -> db.all(Change.class).size() >= 50_001);

            // Then
            assertThat(atStop).as("the stop fell within the COPY").isLessThan(50_000);
            assertThat(db.all(Change.class).stream().map(Change::getSequence).sorted())
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 50_001).boxed().toList());
            Set<String> ids = new HashSet<>();
            db.all(Change.class).forEach(change -> ids.add(change.getId()));
            assertThat(ids).hasSize(50_001);
        }
    }

    @Test
    void marksACutOnDemandOnEveryPartitionWithItsCount() throws Exception {
        try (Installation db = servers.installation()) {
            // Given
            db.sql(
                    "CREATE TABLE t (id bigint PRIMARY KEY, account_id int)",
                    "INSERT INTO t SELECT i, 1 FROM generate_series(1, 10) i");
            db.start();
            await().atMost(LIMIT).until(() -> !db.all(CutReached.class).isEmpty());

            // When
            db.sql("INSERT INTO t SELECT i, 1 FROM generate_series(11, 30) i");
            db.requestCut("mine");
            db.sql("INSERT INTO t VALUES (99, 1)");
            await().atMost(LIMIT).until(() -> db.all(CutReached.class).size() == 6);
            await().atMost(LIMIT).until(() -> db.all(Change.class).size() == 31);

            // Then
            List<CutReached> marks = db.all(CutReached.class);
            List<CutReached> first =
                    marks.stream().filter(m -> m.getCause() == CutCause.SNAPSHOT).toList();
            List<CutReached> second =
                    marks.stream().filter(m -> m.getRequests().contains("mine")).toList();
            assertThat(first).hasSize(3).allMatch(m -> m.getPrevious() == 0);
            assertThat(first.stream().mapToLong(CutReached::getCount).sum()).isEqualTo(10);
            assertThat(second).hasSize(3);
            assertThat(second.stream().mapToLong(CutReached::getCount).sum()).isEqualTo(20);
            long cut = second.getFirst().getCut();
            assertThat(second.getFirst().getPrevious()).isEqualTo(first.getFirst().getCut());
            assertThat(db.all(Change.class).stream().filter(c -> c.getSince() == cut)).hasSize(1);
        }
    }

    @Test
    void letsAStandByTakeOver() throws Exception {
        try (Installation db = servers.installation()) {
            // Given
            db.sql("CREATE TABLE t (id bigint PRIMARY KEY, account_id int)");
            TestSource.Running first = db.start();
            await().atMost(LIMIT).until(() -> !db.all(SnapshotEnded.class).isEmpty());
            db.start();

            // When
            db.sql("INSERT INTO t VALUES (1, 1)");
            await().atMost(LIMIT).until(() -> db.all(Change.class).size() == 1);
            first.close();
            db.sql("INSERT INTO t VALUES (2, 1)");

            // Then
            await().atMost(LIMIT).until(() -> db.all(Change.class).size() == 2);
            assertThat(db.all(SnapshotEnded.class)).hasSize(TestSource.PARTITIONS);
        }
    }

    @Test
    void refusesTablesThatCannotBeCapturedAllAtOnce() throws Exception {
        try (Installation db =
                servers.installation().tables(TestTables.of("a: {}", "b: {}", "c: {}", "d: {}"))) {
            // Given
            db.sql(
                    "CREATE TABLE a (id bigint, account_id int)",
                    "CREATE TABLE b (id bigint PRIMARY KEY)",
                    "CREATE TABLE c (id bigint PRIMARY KEY, account_id int)",
                    "ALTER TABLE c REPLICA IDENTITY NOTHING");

            // When
            TestSource.Running capture = db.start();
            await().atMost(LIMIT).until(() -> capture.done().isDone());

            // Then
            assertThat(capture.done())
                    .failsWithin(Duration.ZERO)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(SourceException.class)
                    .havingCause()
                    .withMessageContaining("tables.a: the table has no primary key")
                    .withMessageContaining("tables.b: the table has no tenant column")
                    .withMessageContaining("tables.c: the table has REPLICA IDENTITY NOTHING")
                    .withMessageContaining("tables.d: the source has no such table");
        }
    }

    /// It waits for the next minute in the background, since [#spanAScheduledCut] takes up to one.
    @Test
    @Order(Integer.MAX_VALUE)
    void closesAScheduledCutOfAnIdleSourceAndKeepsATransactionThatSpansItWhole() throws Exception {
        // When
        Installation db = spanned.get(5, TimeUnit.MINUTES);

        // Then
        List<Long> since = db.all(Change.class).stream().map(Change::getSince).toList();
        long first =
                db.all(CutReached.class).stream().mapToLong(CutReached::getCut).min().orElseThrow();
        assertThat(since).hasSize(2).allMatch(cut -> cut > first);
        assertThat(Set.copyOf(since)).as("one transaction").hasSize(1);
        db.close();
    }

    /// An idle source with a cut every minute, and a transaction that is open over one.
    private static Installation spanAScheduledCut() throws Exception {
        Installation db =
                servers.installation().schedule(new ScheduleConfig("* * * * *", "0 0 1 1 *"));
        db.sql("CREATE TABLE t (id bigint PRIMARY KEY, account_id int)");
        TestSource.Running capture = db.start();
        await().atMost(LIMIT).until(() -> !db.all(CutReached.class).isEmpty());
        try (Connection connection = db.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO t VALUES (1, 1)");
            long before = lastCut(db);
            await().atMost(Duration.ofSeconds(120)).until(() -> lastCut(db) > before);
            statement.execute("INSERT INTO t VALUES (2, 1)");
            connection.commit();
        }
        await().atMost(LIMIT).until(() -> db.all(Change.class).size() == 2);
        capture.close();
        return db;
    }

    private static long lastCut(Installation db) {
        return db.all(CutReached.class).stream().mapToLong(CutReached::getCut).max().orElseThrow();
    }
}
