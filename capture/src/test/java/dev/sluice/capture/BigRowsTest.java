package dev.sluice.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.capture.TestSource.Installation;
import dev.sluice.capture.write.RecordTooLarge;
import dev.sluice.record.Change;
import dev.sluice.record.CutReached;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.class)
class BigRowsTest {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    private static final int MIB = 1 << 20;

    /// Of eight bytes: so many that the value fits, and the record, with its key and all, does not.
    private static final int WITHOUT_ROOM_FOR_THE_FRAME = 4 * MIB - 11;

    @Test
    void passUpToTheLimitAndPastItStopCaptureUntilTheColumnIsExcluded(TestSource servers)
            throws Exception {
        try (Installation db = servers.installation()) {
            // Given
            db.sql("CREATE TABLE t (id bigint PRIMARY KEY, account_id int, wide text, note text)");
            TestSource.Running first = db.start();
            await().atMost(LIMIT).until(() -> !db.all(CutReached.class).isEmpty());
            db.sql(
                    "INSERT INTO t VALUES (1, 1, repeat('x', 30 * 1048576), 'large')",
                    "INSERT INTO t SELECT i, 1, repeat(md5(i::text), 32768), 'wide' FROM"
                            + " generate_series(2, 61) i");
            awaitSequence(db, 61);

            // When
            db.sql(
                    "INSERT INTO t VALUES (62, 1, 'before', 'before'), (63, 1, repeat('secret..',"
                            + WITHOUT_ROOM_FOR_THE_FRAME
                            + "), 'too large'), (64, 1, 'after', 'after')");
            await().atMost(LIMIT).until(() -> first.done().isDone());
            List<Change> taken = changes(db);
            db.tables(TestTables.of("t: { exclude: [wide] }")).start();
            db.sql("INSERT INTO t VALUES (65, 1, repeat('secret..', 4 * 1048576), 'excluded')");
            awaitSequence(db, 65);

            // Then
            assertThat(first.done())
                    .failsWithin(Duration.ZERO)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(RecordTooLarge.class)
                    .havingCause()
                    .withMessageContaining("tables.t: the row with the primary key (63) takes")
                    .withMessageContaining("does not fit into kafka.max_record (33554432 bytes)")
                    .withMessageContaining("33554344 of them are in the column \"wide\"")
                    .withMessageContaining("tables.t.exclude: [wide]")
                    .withMessageNotContaining("secret");
            assertThat(taken).hasSizeBetween(61, 62);
            assertThat(width(taken, 0)).isEqualTo(30 * MIB);
            assertThat(taken.subList(1, 61)).allMatch(change -> width(change) == MIB);
            List<Change> all = changes(db);
            assertThat(all.stream().map(Change::getSequence))
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 65).boxed().toList());
            assertThat(all.stream().map(change -> Long.valueOf(change.getId())))
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 65).boxed().toList());
            assertThat(all.subList(taken.size(), 65))
                    .allMatch(change -> change.getCells().size() == 3);
        }
    }

    private static int width(List<Change> changes, int index) {
        return width(changes.get(index));
    }

    private static int width(Change change) {
        return ((String) change.getCells().get(2)).length();
    }

    /// Told by the position alone, since reading all these rows takes long.
    private static void awaitSequence(Installation db, long sequence) {
        await().atMost(LIMIT)
                .until(() ->
                        Objects.requireNonNull(db.stored().offset()).getSequence() == sequence);
    }

    private static List<Change> changes(Installation db) {
        return db.all(Change.class).stream()
                .sorted(Comparator.comparing(Change::getSequence))
                .toList();
    }
}
