package dev.sluice.publisher;

import static dev.sluice.publisher.PublisherTest.recent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cut.Cut;
import dev.sluice.embedded.fault.FaultPlan;
import dev.sluice.embedded.fault.FaultyHttpProxy;
import dev.sluice.embedded.fault.HttpFault;
import dev.sluice.embedded.fault.HttpRequest;
import dev.sluice.key.PushKey;
import dev.sluice.record.Push;
import dev.sluice.record.PushState;
import dev.sluice.record.PushType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A publisher whose whole process stands still, with a request to S3 on its way, until another has
/// taken its partitions over, and which then goes on. Its successor is configured otherwise, so
/// that it makes other bytes of the same cut.
class FencingTest {

    private static final Cut FIRST = recent(1);
    private static final Cut SECOND = recent(2);
    private static final Cut THIRD = recent(3);

    private @TempDir Path state;
    private Rig rig;
    private FaultyHttpProxy proxy;

    @BeforeEach
    void begin() {
        rig = new Rig(state);
        proxy = FaultyHttpProxy.before(rig.storeEndpoint(), Duration.ZERO);
    }

    @AfterEach
    void end() throws InterruptedException {
        proxy.close();
        rig.close();
    }

    /// Holds the first request that fits, and whatever follows it, until it is let go.
    private static final class Hold implements FaultPlan {
        private final Predicate<HttpRequest> which;
        private final AtomicBoolean met = new AtomicBoolean();
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        Hold(Predicate<HttpRequest> which) {
            this.which = which;
        }

        @Override
        public HttpFault next(HttpRequest request) {
            if (which.test(request) && met.compareAndSet(false, true)) {
                reached.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    return HttpFault.CUT;
                }
            }
            return HttpFault.NONE;
        }

        void awaitReached() throws InterruptedException {
            assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
        }

        void release() {
            released.countDown();
        }
    }

    @Test
    void aLateUploadDoesNotChangeWhatTheSuccessorStaged() throws IOException, InterruptedException {
        // Given
        Hold hold =
                new Hold(request ->
                        request.isFor(rig.processingBucket())
                                && request.target().contains("/teams/"));
        rig.tenantWithoutBucket("acme", "1");
        try (PublisherProcess stale = stopped(hold)) {
            rig.start(rig.configWithColumns("teams", "name"));
            rig.awaitState("1", PushType.FULL, FIRST, PushState.WAITING);

            // When
            hold.release();
            stale.resume();
            Awaitility.await()
                    .atMost(Rig.PATIENCE)
                    .until(() -> proxy.met().getOrDefault(HttpFault.NONE, 0L) >= 2);
            rig.createBucket("acme");

            // Then
            rig.pipeline.cut(SECOND);
            rig.awaitDelivered("acme", PushType.INCREMENTAL, SECOND);
            assertThat(rig.text("acme", PushType.FULL, FIRST, "teams"))
                    .isEqualTo("name,id,deleted_at\none,1,\n");
            assertIntact();
            assertThat(stale.isRunning()).isTrue();
        }
    }

    @Test
    void aLateLedgerEntryIsRefused() throws IOException, InterruptedException {
        // Given
        Hold hold =
                new Hold(request ->
                        request.isFor(rig.processingBucket())
                                && request.target().contains("/_manifest/"));
        rig.tenant("acme", "1");
        try (PublisherProcess stale = stopped(hold)) {
            rig.start(rig.configWithColumns("teams", "name"));
            rig.awaitDelivered("acme", PushType.FULL, FIRST);

            // When
            hold.release();
            stale.resume();

            // Then
            rig.pipeline.upsert("1", "teams", 2, "two");
            rig.pipeline.cut(SECOND);
            rig.awaitDelivered("acme", PushType.INCREMENTAL, SECOND);
            rig.pipeline.cut(THIRD);
            rig.awaitDelivered("acme", PushType.INCREMENTAL, THIRD);
            assertThat(rig.text("acme", PushType.FULL, FIRST, "teams"))
                    .isEqualTo("name,id,deleted_at\none,1,\n");
            assertIntact();
            assertThat(stale.isRunning()).isTrue();
        }
    }

    @Test
    void aLateCopyBringsWhatTheSuccessorBrought() throws IOException, InterruptedException {
        // Given
        Hold hold = new Hold(request -> request.isFor(rig.bucket("acme")));
        rig.tenant("acme", "1");
        try (PublisherProcess stale = stopped(hold)) {
            rig.start(rig.configWithColumns("teams", "name"));
            rig.awaitDelivered("acme", PushType.FULL, FIRST);
            rig.pipeline.upsert("1", "teams", 2, "two");
            rig.pipeline.cut(SECOND);
            rig.awaitDelivered("acme", PushType.INCREMENTAL, SECOND);

            // When
            hold.release();
            stale.resume();

            // Then
            rig.pipeline.cut(THIRD);
            rig.awaitDelivered("acme", PushType.INCREMENTAL, THIRD);
            assertThat(rig.text("acme", PushType.FULL, FIRST, "teams"))
                    .isEqualTo("id,name,deleted_at\n1,one,\n");
            assertIntact();
            assertThat(stale.isRunning()).isTrue();
        }
    }

    /// A publisher that stands still with a request held up.
    private PublisherProcess stopped(Hold hold) throws IOException, InterruptedException {
        rig.pipeline.define("teams", Pipeline.NAME);
        rig.pipeline.upsert("1", "teams", 1, "one");
        rig.pipeline.cut(FIRST);
        proxy.plan(hold);
        PublisherProcess process =
                PublisherProcess.start(
                        rig.configFile(state.resolve("stale.yaml"), proxy.endpoint()));
        hold.awaitReached();
        process.pause();
        return process;
    }

    /// Every push was staged once and delivered once, and is what its ledger entry says.
    private void assertIntact() {
        Map<PushKey, List<PushState>> states = new LinkedHashMap<>();
        Awaitility.await()
                .atMost(Rig.PATIENCE)
                .untilAsserted(() ->
                        assertThat(rig.pushes().values())
                                .extracting(Push::getState)
                                .containsOnly(PushState.DELIVERED));
        rig.ledger()
                .forEach(entry ->
                        states.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                                .add(entry.getValue().getState()));
        states.forEach((key, those) -> {
            those.removeIf(PushState.WAITING::equals);
            assertThat(those)
                    .as("states of %s", key)
                    .containsExactly(PushState.STAGED, PushState.DELIVERED);
        });
        rig.assertDelivered("acme", "1");
    }
}
