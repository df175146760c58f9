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
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReadingTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static TestSource servers;

    @BeforeAll
    static void start() {
        servers = new TestSource();
    }

    @AfterAll
    static void stop() {
        servers.close();
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
}
