package dev.sluice.fold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.embedded.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGeneratorFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The heart of the suite. A seeded workload runs with cuts in between, and the aggregator loses
/// its disk once; at every cut what the database has is noted. Then, for every tenant and cut: the
/// first full push with all incremental pushes folded in shows exactly that, and so does a full
/// push where there is one.
class FoldTest {

    private static final int TENANTS = 3;
    private static final int CUTS = 5;
    private static final int TRANSACTIONS = 60;

    /// The cut before which the aggregator loses its disk.
    private static final int WIPED_AT = 3;

    private static final Duration LIMIT = Duration.ofSeconds(150);

    @TempDir private static Path directory;

    private static Servers servers;

    @BeforeAll
    static void start() {
        servers =
                Servers.builder()
                        .source()
                        .broker()
                        .objectStore(directory.resolve("buckets"))
                        .start();
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @Test
    void everyCutIsTheDatabaseAtThatCut() {
        // The seeds run beside one another, since each waits for the full minute.
        List<CompletableFuture<Void>> runs = new ArrayList<>();
        for (long seed : new long[] {1, 2}) {
            runs.add(
                    CompletableFuture.runAsync(
                            () -> run(seed), task -> Thread.ofPlatform().start(task)));
        }
        runs.forEach(CompletableFuture::join);
    }

    @Test
    void afterALostLogEveryTenantGetsTheRowsThatDifferAndNoOthers() throws Exception {
        try (Pipeline pipeline =
                        new Pipeline(servers, "lost", TENANTS, directory.resolve("state-lost"));
                Connection connection = pipeline.connect()) {
            // Given
            Observer observer = new Observer(3, pipeline);
            Workload.create(connection);
            Workload workload =
                    new Workload(RandomGeneratorFactory.getDefault().create(3), connection);
            workload.run(4 * TRANSACTIONS);
            observer.note(connection);
            pipeline.start();
            observer.await("the first full push", bucket -> !bucket.fulls().isEmpty());

            // When
            awaitTimeBetweenScheduledCuts();
            pipeline.loseLog();
            workload.run(TRANSACTIONS);
            observer.note(connection);
            pipeline.startCapture();
            observer.await("the cut that heals", bucket -> !bucket.onDemand().isEmpty());

            // Then
            for (int tenant = 1; tenant <= TENANTS; tenant++) {
                PushFiles bucket = observer.bucket(tenant);
                State before = Observer.state(observer.notes.getFirst(), tenant);
                State after = Observer.state(observer.notes.getLast(), tenant);
                State folded = bucket.full(bucket.fulls().getFirst());
                for (String cut : bucket.incrementals()) {
                    bucket.fold(cut, folded);
                }
                observer.same(tenant, "folded", folded, after);
                assertThat(bucket.size(bucket.onDemand().getFirst()))
                        .as("rows in the push of tenant %d, which has %d", tenant, after.size())
                        .isEqualTo(before.differences(after))
                        .isLessThan(after.size());
            }
        }
    }

    private static void run(long seed) {
        try (Pipeline pipeline =
                new Pipeline(servers, "fold" + seed, TENANTS, directory.resolve("state" + seed))) {
            Observer observer = new Observer(seed, pipeline);
            try (Connection connection = pipeline.connect()) {
                Workload.create(connection);
                Workload workload =
                        new Workload(RandomGeneratorFactory.getDefault().create(seed), connection);
                workload.run(TRANSACTIONS);
                observer.note(connection);
                pipeline.start();
                observer.await("the first full push", bucket -> !bucket.fulls().isEmpty());
                for (int i = 1; i <= CUTS; i++) {
                    int cuts = i;
                    awaitTimeBetweenScheduledCuts();
                    workload.run(TRANSACTIONS);
                    observer.note(connection);
                    if (i == WIPED_AT) {
                        pipeline.replaceAggregator();
                    }
                    pipeline.requestCut("cut " + i);
                    observer.await("the cut asked for", bucket -> bucket.onDemand().size() >= cuts);
                }
                int fulls = observer.bucket(1).fulls().size();
                observer.await("a scheduled full push", bucket -> bucket.fulls().size() > fulls);
            }
            observer.verify();
        } catch (Exception e) {
            throw new AssertionError("seed " + seed + ": " + e, e);
        }
    }

    /// So that no scheduled cut falls into a run of the workload, where nobody notes the state.
    private static void awaitTimeBetweenScheduledCuts() {
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    long second = Instant.now().getEpochSecond() % 60;
                    return second >= 2 && second < 45;
                });
    }

    /// What the database had, noted whenever the workload rests: for a scheduled cut the last note
    /// before it counts, for the n-th cut on demand the n-th after the first.
    private static final class Observer {

        private record Note(Instant at, Map<Integer, State> states) {}

        private final long seed;
        private final Pipeline pipeline;
        private final List<Note> notes = new ArrayList<>();

        Observer(long seed, Pipeline pipeline) {
            this.seed = seed;
            this.pipeline = pipeline;
        }

        PushFiles bucket(int tenant) {
            return new PushFiles(directory.resolve("buckets").resolve(pipeline.bucket(tenant)));
        }

        void note(Connection connection) throws SQLException {
            Map<Integer, State> states = new HashMap<>();
            for (int tenant = 1; tenant <= TENANTS; tenant++) {
                states.put(tenant, State.of(connection, tenant));
            }
            notes.add(new Note(Instant.now(), states));
        }

        /// A condition on a bucket.
        private interface Condition {
            boolean test(PushFiles bucket) throws IOException;
        }

        void await(String what, Condition condition) {
            for (int tenant = 1; tenant <= TENANTS; tenant++) {
                PushFiles bucket = bucket(tenant);
                Awaitility.await("seed " + seed + ", t" + tenant + ": " + what)
                        .atMost(LIMIT)
                        .until(() -> {
                            pipeline.check();
                            return condition.test(bucket);
                        });
            }
        }

        void verify() throws IOException {
            for (int tenant = 1; tenant <= TENANTS; tenant++) {
                verify(tenant);
            }
        }

        private void verify(int tenant) throws IOException {
            PushFiles bucket = bucket(tenant);
            List<String> fulls = bucket.fulls();
            State folded = bucket.full(fulls.getFirst());
            same(tenant, "the first full", folded, state(notes.getFirst(), tenant));
            for (String cut : bucket.incrementals()) {
                State expected = state(noteOf(bucket, cut), tenant);
                bucket.fold(cut, folded);
                same(tenant, cut + " folded", folded, expected);
                if (fulls.contains(cut)) {
                    State full = bucket.full(cut);
                    same(tenant, cut + " full", full, expected);
                    sameOrder(tenant, cut, full, expected);
                }
            }
            assertThat(bucket.incrementals()).hasSizeGreaterThanOrEqualTo(CUTS);
            assertThat(fulls).hasSizeGreaterThanOrEqualTo(2);
        }

        private Note noteOf(PushFiles bucket, String cut) throws IOException {
            int onDemand = bucket.onDemand().indexOf(cut);
            if (onDemand >= 0) {
                return notes.get(onDemand + 1);
            }
            Instant at = Instant.parse(cut.replace('/', 'T') + "Z");
            return notes.stream()
                    .filter(note -> !note.at().isAfter(at))
                    .reduce((a, b) -> b)
                    .orElseThrow();
        }

        private static State state(Note note, int tenant) {
            return Objects.requireNonNull(note.states().get(tenant));
        }

        private void same(int tenant, String what, State found, State expected) {
            for (Table table : Table.ALL) {
                assertThat(new HashMap<>(found.rows(table)))
                        .as("seed %d, tenant %d, %s, %s", seed, tenant, what, table.name())
                        .isEqualTo(new HashMap<>(expected.rows(table)));
            }
        }

        private void sameOrder(int tenant, String cut, State found, State expected) {
            for (Table table : Table.ALL) {
                assertThat(List.copyOf(found.rows(table).keySet()))
                        .as("seed %d, tenant %d, %s, order of %s", seed, tenant, cut, table.name())
                        .isEqualTo(List.copyOf(expected.rows(table).keySet()));
            }
        }
    }
}
