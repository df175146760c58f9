package dev.sluice.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.capture.TestSource.Installation;
import dev.sluice.record.Change;
import dev.sluice.record.SnapshotEnded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// Capture is a process here, and is killed as by `kill -9`.
@ExtendWith(SharedServers.class)
class KillTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int COPIED = 50_000;
    private static final int STATEMENTS = 40;
    private static final int ROWS_OF_A_STATEMENT = 1_000;

    @TempDir private Path directory;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void leaveNothing() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void losesAndDoublesNothingWhenKilledWithinATransaction(TestSource servers) throws Exception {
        try (Installation db = servers.installation()) {
            // Given
            db.sql("CREATE TABLE t (id bigint PRIMARY KEY, account_id int, note text)");
            Process capture = start(db);
            await().atMost(LIMIT).until(() -> !db.all(SnapshotEnded.class).isEmpty());

            // When
            db.sql("COPY t FROM PROGRAM 'seq 1 50000 | sed \"s/.*/&,1,x&/\"' WITH (FORMAT csv)");
            int withinCopy = killWithin(capture, db, 0);
            capture = start(db);
            await().atMost(LIMIT).until(() -> sequence(db) >= COPIED);
            db.sql(
                    IntStream.range(0, STATEMENTS)
                            .mapToObj(KillTest::statement)
                            .reduce("BEGIN", (all, next) -> all + "; " + next)
                            .concat("; COMMIT"));
            int withinStatements = killWithin(capture, db, COPIED);
            capture = start(db);
            int all = COPIED + STATEMENTS * ROWS_OF_A_STATEMENT;
            db.sql("INSERT INTO t VALUES (0, 1, 'last')");
            await().atMost(LIMIT).until(() -> sequence(db) == all + 1);
            kill(capture);

            // Then
            assertThat(withinCopy).as("committed when killed").isBetween(1, COPIED - 1);
            assertThat(withinStatements).as("committed when killed").isBetween(COPIED + 1, all - 1);
            assertThat(db.all(Change.class).stream().map(Change::getSequence).sorted())
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, all + 1).boxed().toList());
            assertThat(ids(db)).doesNotHaveDuplicates().hasSize(all + 1);
        }
    }

    private static String statement(int number) {
        int first = COPIED + 1 + number * ROWS_OF_A_STATEMENT;
        return "INSERT INTO t SELECT i, 1, 'y' || i FROM generate_series(%d, %d) i"
                .formatted(first, first + ROWS_OF_A_STATEMENT - 1);
    }

    /// The last change that is committed. To read all of them takes much longer.
    private static long sequence(Installation db) {
        return Objects.requireNonNull(db.stored().offset()).getSequence();
    }

    private static List<String> ids(Installation db) {
        return db.all(Change.class).stream().map(change -> String.valueOf(change.getId())).toList();
    }

    /// Kills as soon as more changes than some are committed, and says how many are.
    private static int killWithin(Process capture, Installation db, int more)
            throws InterruptedException {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(10)).until(() -> sequence(db) > more);
        kill(capture);
        return db.all(Change.class).size();
    }

    private static void kill(Process capture) throws InterruptedException {
        capture.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    private Process start(Installation db) throws IOException {
        Path file = Files.writeString(directory.resolve("sluice.yaml"), db.yaml());
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                // What it unpacks there stays when it is killed.
                                "-Djava.io.tmpdir=" + directory,
                                "-cp",
                                System.getProperty("java.class.path"),
                                CaptureProcess.class.getName(),
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("capture.log").toFile())
                        .start();
        started.add(process);
        return process;
    }
}
