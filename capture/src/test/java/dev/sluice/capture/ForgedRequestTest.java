package dev.sluice.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.capture.TestSource.Installation;
import dev.sluice.record.CutReached;
import dev.sluice.record.SnapshotBegan;
import dev.sluice.record.SnapshotEnded;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every role of the source may write messages to its log, and so pretend to be an operator.
@ExtendWith(SharedServers.class)
class ForgedRequestTest {

    private static final List<String> FORGED =
            List.of(
                    "",
                    "only an id",
                    "id\nno such table",
                    "id\na.b.c",
                    "id\nt\ntrue) -- ; DROP TABLE precious",
                    "id\nt\ntrue); COMMIT; DROP TABLE precious; SELECT (1");

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static TestSource servers;

    @BeforeAll
    static void start(TestSource shared) {
        servers = shared;
    }

    @Test
    void doesNoHarmAndStopsNothing() throws Exception {
        try (Installation db = servers.installation()) {
            // Given
            db.sql(
                    "CREATE TABLE t (id bigint PRIMARY KEY, account_id int)",
                    "CREATE TABLE precious (id bigint PRIMARY KEY)",
                    "INSERT INTO t VALUES (1, 1)");
            db.start();
            await().atMost(LIMIT).until(() -> !db.all(SnapshotEnded.class).isEmpty());

            // When
            for (String forged : FORGED) {
                db.sql("SELECT pg_logical_emit_message(true, 'sluice.reread', $$" + forged + "$$)");
            }
            db.requestCut("after");

            // Then
            await().atMost(LIMIT)
                    .until(() ->
                            db.all(CutReached.class).stream()
                                    .anyMatch(mark -> mark.getRequests().contains("after")));
            assertThat(db.all(SnapshotBegan.class)).allMatch(began -> began.getEpoch() == 1);
            db.sql("SELECT * FROM precious");
        }
    }
}
