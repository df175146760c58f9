package dev.sluice.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.sluice.capture.TestSource.Installation;
import dev.sluice.record.Change;
import dev.sluice.record.CutReached;
import dev.sluice.record.Operation;
import dev.sluice.record.Reading;
import dev.sluice.record.SnapshotBegan;
import dev.sluice.record.SnapshotEnded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/// What happens to rows though the log says nothing of it.
@ExtendWith(SharedServers.class)
class UnloggedTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final String WIDE =
            "(SELECT string_agg(md5(i::text), '') FROM generate_series(1, 100) i)";

    private static Installation db;

    @BeforeAll
    static void capture(TestSource servers) throws Exception {
        db =
                servers.installation()
                        .tables(TestTables.of("events: {}", "hourly: {}", "plain: {}", "kept: {}"));
        db.sql(
                "CREATE TABLE events (id bigint, account_id int, region text, wide text, PRIMARY KEY"
                        + " (id, region)) PARTITION BY LIST (region)",
                "CREATE TABLE events_a PARTITION OF events FOR VALUES IN ('a')",
                "CREATE TABLE events_b PARTITION OF events FOR VALUES IN ('b')",
                "CREATE TABLE events_c PARTITION OF events FOR VALUES IN ('c')",
                "CREATE TABLE events_n PARTITION OF events FOR VALUES IN ('n') PARTITION BY RANGE"
                        + " (id)",
                "CREATE TABLE events_n1 PARTITION OF events_n FOR VALUES FROM (0) TO (100)",
                "INSERT INTO events SELECT i, 1, r, "
                        + WIDE
                        + " FROM generate_series(1, 3) i, unnest('{a,b,c,n}'::text[]) r",
                "CREATE TABLE hourly (id bigint PRIMARY KEY, account_id int) PARTITION BY RANGE (id)",
                "CREATE TABLE hourly_1 PARTITION OF hourly FOR VALUES FROM (0) TO (100)",
                "INSERT INTO hourly SELECT i, 1 FROM generate_series(1, 50) i");
        for (String table : List.of("plain", "kept")) {
            db.sql(
                    "CREATE TABLE " + table + " (id bigint PRIMARY KEY, account_id int, note text)",
                    "INSERT INTO " + table + " SELECT i, 1, 'first' FROM generate_series(1, 5) i");
        }
        db.start();
        await().atMost(LIMIT).until(() -> !db.all(CutReached.class).isEmpty());
    }

    @AfterAll
    static void stop() throws Exception {
        db.close();
    }

    @Test
    void partitionsThatComeAndGoAreReadAndACutBeforeSaysSo() throws Exception {
        // When
        db.sql(
                "ALTER TABLE events DETACH PARTITION events_b",
                "TRUNCATE events_a",
                "DROP TABLE events_n1",
                "ALTER TABLE events DETACH PARTITION events_c",
                "DELETE FROM events_c WHERE id = 1",
                "ALTER TABLE events ATTACH PARTITION events_c FOR VALUES IN ('c')",
                "CREATE TABLE events_d (LIKE events INCLUDING ALL)",
                "INSERT INTO events_d SELECT i, 1, 'd', " + WIDE + " FROM generate_series(1, 3) i",
                "ALTER TABLE events ATTACH PARTITION events_d FOR VALUES IN ('d')",
                "UPDATE events SET account_id = 2 WHERE id = 2");
        db.requestCut("at once");

        // Then
        await().atMost(LIMIT).until(() -> !readingsAt("at once").isEmpty());
        assertThat(readingsAt("at once").getFirst()).contains(new Reading("events", 1));
        awaitTable("events", "id", "region");
        assertThat(db.rows("events", "id", "region"))
                .containsOnlyKeys("2,c", "3,c", "1,d", "2,d", "3,d");
    }

    @Test
    void ofAPartitionThatIsAttachedItsOwnRowsAreReadAlone() throws Exception {
        // When
        db.sql(
                "CREATE TABLE hourly_2 (LIKE hourly INCLUDING ALL)",
                "INSERT INTO hourly_2 SELECT i, 1 FROM generate_series(101, 104) i",
                "ALTER TABLE hourly ATTACH PARTITION hourly_2 FOR VALUES FROM (100) TO (200)");

        // Then
        awaitTable("hourly", "id");
        long epoch =
                db.all(SnapshotBegan.class).stream()
                        .filter(began -> began.getTables().contains("hourly"))
                        .mapToLong(SnapshotBegan::getEpoch)
                        .max()
                        .orElseThrow();
        assertThat(db.all(Change.class))
                .filteredOn(change -> change.getOperation() == Operation.READ)
                .filteredOn(change -> change.getEpoch() == epoch)
                .extracting(Change::getId)
                .containsExactlyInAnyOrder("101", "102", "103", "104");
        assertThat(db.all(SnapshotEnded.class))
                .as("rows that were not read are not gone")
                .noneMatch(ended -> ended.getEpoch() == epoch);
    }

    @Test
    void aTableThatIsTakenOutOfThePublicationIsReadAgain() throws Exception {
        // Given
        Logger log = (Logger) LoggerFactory.getLogger("dev.sluice.capture");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);

        // When
        db.sql(
                "ALTER PUBLICATION " + db.slot() + " DROP TABLE plain",
                "UPDATE plain SET note = 'unseen' WHERE id = 1",
                "DELETE FROM plain WHERE id = 2",
                "INSERT INTO plain VALUES (6, 1, 'unseen')");
        db.requestCut("in the gap");

        // Then
        awaitTable("plain", "id");
        log.detachAppender(lines);
        assertThat(readingsAt("in the gap").getFirst()).contains(new Reading("plain", 1));
        assertThat(List.copyOf(lines.list))
                .filteredOn(line -> line.getLevel() == Level.ERROR)
                .anySatisfy(
                        line -> assertThat(line.getKeyValuePairs().toString()).contains("[plain]"));

        // When
        db.sql(
                "ALTER PUBLICATION " + db.slot() + " DROP TABLE plain",
                "UPDATE plain SET note = 'put back' WHERE id = 1",
                "DELETE FROM plain WHERE id = 3",
                "ALTER PUBLICATION " + db.slot() + " ADD TABLE plain");

        // Then
        awaitTable("plain", "id");
    }

    @Test
    void aPublicationThatLeavesChangesOutIsPutRight() throws Exception {
        // When
        db.sql(
                "ALTER PUBLICATION " + db.slot() + " SET (publish = 'insert')",
                "UPDATE kept SET note = 'unseen' WHERE id = 1",
                "DELETE FROM kept WHERE id = 2");

        // Then
        awaitTable("kept", "id");
        assertThat(db.text("SELECT pubupdate AND pubdelete FROM pg_publication")).isEqualTo("t");
    }

    private static List<List<Reading>> readingsAt(String request) {
        List<List<Reading>> readings = new ArrayList<>();
        db.all(CutReached.class).stream()
                .filter(mark -> mark.getRequests().contains(request))
                .forEach(mark -> readings.add(mark.getReadings()));
        return readings;
    }

    private static void awaitTable(String table, String... key) {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(HeldTable.read(table, db.changes(), db.stored().definitions()))
                                .isEqualTo(db.rows(table, key)));
    }
}
