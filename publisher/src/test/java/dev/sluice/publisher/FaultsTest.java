package dev.sluice.publisher;

import static dev.sluice.publisher.PublisherTest.recent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cut.Cut;
import dev.sluice.embedded.fault.FaultPlan;
import dev.sluice.embedded.fault.FaultyHttpProxy;
import dev.sluice.embedded.fault.HttpFault;
import dev.sluice.publisher.delivery.Credentials;
import dev.sluice.publisher.delivery.ObjectStore;
import dev.sluice.publisher.delivery.StoreOutcome;
import dev.sluice.record.PushType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// S3 fails, publishers end anywhere: every push arrives, whole and in order.
class FaultsTest {

    private static final List<String> TENANTS = List.of("acme", "globex", "initech");
    private static final int CUTS = 5;

    private @TempDir Path state;
    private Rig rig;

    @BeforeEach
    void begin() {
        rig = new Rig(state);
        for (int i = 0; i < TENANTS.size(); i++) {
            rig.tenant(TENANTS.get(i), Integer.toString(i + 1));
        }
        rig.pipeline.define("teams", Pipeline.NAME);
        rig.pipeline.define("users", Pipeline.NAME);
    }

    @AfterEach
    void end() throws InterruptedException {
        rig.close();
    }

    private void cut(int number, RandomGenerator random) {
        for (int row = 0; row < 40; row++) {
            String tenant = Integer.toString(1 + random.nextInt(TENANTS.size()));
            String table = random.nextBoolean() ? "teams" : "users";
            rig.pipeline.upsert(tenant, table, random.nextInt(20), "value " + random.nextInt());
        }
        rig.pipeline.cut(recent(number));
    }

    private void assertAllDelivered() {
        Cut last = recent(CUTS);
        for (String tenant : TENANTS) {
            rig.awaitDelivered(tenant, PushType.INCREMENTAL, last);
        }
        rig.awaitAllDelivered(TENANTS.size() * CUTS);
        for (int i = 0; i < TENANTS.size(); i++) {
            rig.assertDelivered(TENANTS.get(i), Integer.toString(i + 1));
            rig.assertInOrder(Integer.toString(i + 1));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void everyPushArrivesWholeAndInOrderThroughAnIllS3(long seed) {
        // Given
        Random random = new Random(seed);
        try (FaultyHttpProxy proxy =
                FaultyHttpProxy.before(rig.storeEndpoint(), Duration.ofMillis(100))) {
            proxy.plan(FaultPlan.seeded(seed, 0.35, FaultyHttpProxy.EVERY));
            rig.start(rig.config(proxy.endpoint()));

            // When
            for (int i = 1; i <= CUTS; i++) {
                cut(i, random);
            }

            // Then
            assertAllDelivered();
            assertThat(proxy.met()).as("seed %d", seed).hasSizeGreaterThan(4);
        }
    }

    @Test
    void aBrokenBucketDelaysItsOwnTenantAlone() {
        // Given
        try (FaultyHttpProxy proxy =
                FaultyHttpProxy.before(rig.storeEndpoint(), Duration.ofMillis(100))) {
            proxy.plan(
                    FaultPlan.always(HttpFault.SLOW_DOWN)
                            .forBucket(rig.bucket("acme"), FaultPlan.none()));
            rig.start(rig.config(proxy.endpoint()));

            // When
            for (int i = 1; i <= CUTS; i++) {
                cut(i, new Random(i));
            }

            // Then
            rig.awaitDelivered("globex", PushType.INCREMENTAL, recent(CUTS));
            rig.awaitDelivered("initech", PushType.INCREMENTAL, recent(CUTS));
            Awaitility.await()
                    .atMost(Rig.PATIENCE)
                    .until(() ->
                            rig.push("1", PushType.FULL, recent(1)).getReason().contains("503"));
            assertThat(rig.isDelivered("acme", PushType.FULL, recent(1))).isFalse();
            proxy.plan(FaultPlan.none());
            assertAllDelivered();
        }
    }

    /// Ends a publisher, as a bug would, at a call of the store that a seed draws: before the call
    /// is made or after.
    private record Ending(ObjectStore store, RandomGenerator random) implements ObjectStore {

        private static final int ONE_IN = 12;

        @Override
        public StoreOutcome put(Place target, Content content) {
            end();
            StoreOutcome outcome = store.put(target, content);
            end();
            return outcome;
        }

        @Override
        public StoreOutcome copy(Credentials as, Copy copy) {
            end();
            StoreOutcome outcome = store.copy(as, copy);
            end();
            return outcome;
        }

        @Override
        public StoreOutcome find(Place place) {
            return store.find(place);
        }

        private synchronized void end() {
            if (random.nextInt(ONE_IN) == 0) {
                throw new IllegalStateException("ends here, on purpose");
            }
        }

        @Override
        public void close() {
            store.close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void everyPushArrivesOnceAndInOrderHoweverOftenPublishersEnd(long seed)
            throws InterruptedException {
        // Given
        Random random = new Random(seed);
        for (int i = 1; i <= CUTS; i++) {
            cut(i, random);
        }

        // When
        for (int i = 0; i < 6; i++) {
            Rig.Running publisher = rig.start(store -> new Ending(store, random));
            publisher.awaitFailure();
        }
        rig.start();

        // Then
        assertAllDelivered();
    }
}
