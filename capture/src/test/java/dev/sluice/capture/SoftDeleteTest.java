package dev.sluice.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.sluice.capture.TestSource.Installation;
import dev.sluice.record.Change;
import dev.sluice.record.CutReached;
import dev.sluice.record.Operation;
import dev.sluice.record.Unchanged;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.class)
class SoftDeleteTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String WIDE =
            "(SELECT string_agg(md5(i::text), '') FROM generate_series(1, 100) i)";

    @Test
    void saysOfEveryChangeWhetherTheRowIsDiscarded(TestSource servers) throws Exception {
        try (Installation db =
                servers.installation()
                        .tables(
                                TestTables.of(
                                        "t: { soft_delete: discarded_at }",
                                        "flags: { soft_delete: gone }"))) {
            // Given
            db.sql(
                    "CREATE TABLE t (id bigint PRIMARY KEY, account_id int, discarded_at timestamp,"
                            + " wide text)",
                    "CREATE TABLE flags (id bigint PRIMARY KEY, account_id int, gone boolean)",
                    "INSERT INTO t VALUES (1, 1, NULL, " + WIDE + "), (2, 1, now(), 'x')",
                    "INSERT INTO flags VALUES (3, 1, true), (4, 1, false), (5, 1, NULL)");
            db.start();
            await().atMost(LIMIT).until(() -> !db.all(CutReached.class).isEmpty());

            // When
            db.sql(
                    "UPDATE t SET discarded_at = now() WHERE id = 1",
                    "UPDATE t SET account_id = 2 WHERE id = 1",
                    "UPDATE t SET discarded_at = NULL WHERE id = 1",
                    "UPDATE t SET discarded_at = '-infinity' WHERE id = 1",
                    "DELETE FROM t WHERE id = 1");
            await().atMost(LIMIT).until(() -> db.all(Change.class).size() == 10);

            // Then
            List<Change> changes =
                    db.all(Change.class).stream()
                            .sorted(Comparator.comparing(Change::getSequence))
                            .toList();
            assertThat(changes.subList(0, 5))
                    .extracting(Change::getId, Change::getDiscarded)
                    .containsExactlyInAnyOrder(
                            tuple("1", false),
                            tuple("2", true),
                            tuple("3", true),
                            tuple("4", false),
                            tuple("5", false));
            assertThat(changes.subList(5, 10))
                    .extracting(Change::getOperation, Change::getDiscarded)
                    .containsExactly(
                            tuple(Operation.UPDATE, true),
                            tuple(Operation.UPDATE, true),
                            tuple(Operation.UPDATE, false),
                            tuple(Operation.UPDATE, true),
                            tuple(Operation.DELETE, false));
            assertThat(changes.get(7).getCells().get(3))
                    .as("the row comes back without what did not change")
                    .isInstanceOf(Unchanged.class);
        }
    }

    @Test
    void readsATableAgainWhoseColumnIsAnother(TestSource servers) throws Exception {
        try (Installation db = servers.installation().tables(TestTables.of("t: {}"))) {
            // Given
            db.sql(
                    "CREATE TABLE t (id bigint PRIMARY KEY, account_id int, gone boolean, hidden"
                            + " boolean)",
                    "INSERT INTO t VALUES (1, 1, true, false), (2, 1, false, true)");
            db.start();
            await().atMost(LIMIT).until(() -> !db.all(CutReached.class).isEmpty());

            for (String column : List.of("gone", "hidden")) {
                // When
                db.stop();
                db.tables(TestTables.of("t: { soft_delete: " + column + " }")).start();

                // Then
                String discarded = column.equals("gone") ? "1" : "2";
                await().atMost(LIMIT).until(() -> discarded.equals(lastDiscarded(db)));
            }

            // When
            db.stop();
            db.tables(TestTables.of("t: {}")).start();

            // Then
            await().atMost(LIMIT).until(() -> lastDiscarded(db).isEmpty());
        }
    }

    /// The ids of the rows that the last reading found discarded, if it found all rows.
    private static String lastDiscarded(Installation db) {
        List<Change> changes = db.all(Change.class);
        long last = changes.stream().mapToLong(Change::getEpoch).max().orElseThrow();
        List<Change> read = changes.stream().filter(c -> c.getEpoch() == last).toList();
        return read.size() == 2 && last > 1
                ? read.stream()
                        .filter(Change::getDiscarded)
                        .map(Change::getId)
                        .collect(Collectors.joining(","))
                : "none yet";
    }
}
