package dev.sluice.publisher;

import static dev.sluice.publisher.PublisherTest.recent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cut.Cut;
import dev.sluice.publisher.delivery.Credentials;
import dev.sluice.publisher.delivery.ObjectStore;
import dev.sluice.publisher.delivery.StoreOutcome;
import dev.sluice.record.Push;
import dev.sluice.record.PushState;
import dev.sluice.record.PushType;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Full pushes that somebody asks for.
class RequestTest {

    private static final Cut FIRST = recent(1);
    private static final Cut SECOND = recent(2);
    private static final Cut THIRD = recent(3);

    private @TempDir Path state;
    private Rig rig;

    @BeforeEach
    void begin() {
        rig = new Rig(state);
    }

    @AfterEach
    void end() throws InterruptedException {
        rig.close();
    }

    private void awaitAnswered() {
        Awaitility.await().atMost(Rig.PATIENCE).until(() -> rig.requested().isEmpty());
    }

    private long stagedFulls(Cut cut) {
        return rig.ledger().stream()
                .filter(entry -> entry.getKey().type() == PushType.FULL)
                .filter(entry -> entry.getKey().cut().equals(cut))
                .filter(entry -> entry.getValue().getState() == PushState.STAGED)
                .count();
    }

    @Test
    void aFullPushIsMadeAtTheLatestCutAndOnceHoweverOftenItIsAskedFor() {
        // Given
        rig.tenant("acme", "1");
        rig.start();
        rig.pipeline.define("teams", Pipeline.NAME);
        rig.pipeline.upsert("1", "teams", 1, "one");
        rig.pipeline.cut(FIRST);
        rig.pipeline.upsert("1", "teams", 2, "two");
        rig.pipeline.cut(SECOND);
        rig.awaitDelivered("acme", PushType.INCREMENTAL, SECOND);
        rig.pipeline.upsert("1", "teams", 3, "after the latest cut");

        // When
        rig.pipeline.request("1");
        rig.pipeline.request("1");

        // Then
        rig.awaitState("1", PushType.FULL, SECOND, PushState.DELIVERED);
        awaitAnswered();
        assertThat(rig.text("acme", PushType.FULL, SECOND, "teams"))
                .isEqualTo("id,name,deleted_at\n1,one,\n2,two,\n");
        rig.pipeline.request("1");
        awaitAnswered();
        assertThat(stagedFulls(SECOND)).isEqualTo(1);
        Push full = rig.push("1", PushType.FULL, SECOND);
        assertThat(full.getPreviousPush()).isEqualTo(SECOND.epochSecond());
        assertThat(full.getRequestedAt()).isEqualTo(1);

        rig.pipeline.cut(THIRD);
        rig.awaitState("1", PushType.INCREMENTAL, THIRD, PushState.DELIVERED);
        assertThat(rig.push("1", PushType.INCREMENTAL, THIRD).getBase())
                .isEqualTo(SECOND.epochSecond());
        assertThat(rig.pushes()).hasSize(4);
        rig.assertInOrder("1");
        rig.assertDelivered("acme", "1");
    }

    @Test
    void aRequestOutlivesThePublisherThatBeganToServeIt() throws InterruptedException {
        // Given
        rig.tenant("acme", "1");
        rig.pipeline.define("teams", Pipeline.NAME);
        rig.pipeline.upsert("1", "teams", 1, "one");
        rig.pipeline.cut(FIRST);
        rig.pipeline.cut(SECOND);
        CountDownLatch tried = new CountDownLatch(1);
        Rig.Running publisher = rig.start(store -> new Refusing(store, SECOND, tried));
        rig.awaitState("1", PushType.INCREMENTAL, SECOND, PushState.DELIVERED);
        rig.pipeline.request("1");
        tried.await();

        // When
        publisher.kill();
        rig.start();

        // Then
        rig.awaitState("1", PushType.FULL, SECOND, PushState.DELIVERED);
        awaitAnswered();
        assertThat(stagedFulls(SECOND)).isEqualTo(1);
        rig.assertInOrder("1");
        rig.assertDelivered("acme", "1");
    }

    @Test
    void aRequestBeforeTheFirstCutIsAnsweredByItsFullPushAndThatOfAnUnknownTenantIsLeft() {
        // Given
        rig.tenant("acme", "1");
        rig.pipeline.define("teams", Pipeline.NAME);
        rig.pipeline.request("1");
        rig.pipeline.request("9");
        rig.start();
        rig.pipeline.upsert("1", "teams", 1, "one");

        // When
        rig.pipeline.cut(FIRST);

        // Then
        rig.awaitState("1", PushType.FULL, FIRST, PushState.DELIVERED);
        Awaitility.await()
                .atMost(Rig.PATIENCE)
                .untilAsserted(() -> assertThat(rig.requested()).containsExactly("9"));
        assertThat(rig.pushes()).hasSize(1);
    }

    /// Takes no full files of a cut.
    private record Refusing(ObjectStore store, Cut cut, CountDownLatch tried)
            implements ObjectStore {

        @Override
        public StoreOutcome put(Place target, Content content) {
            String time = cut.toString().substring(11, 19);
            if (target.key().contains("v1/full/") && target.key().contains(time)) {
                tried.countDown();
                return new StoreOutcome.Unavailable("not now");
            }
            return store.put(target, content);
        }

        @Override
        public StoreOutcome copy(Credentials as, Copy copy) {
            return store.copy(as, copy);
        }

        @Override
        public StoreOutcome find(Place place) {
            return store.find(place);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
