package dev.sluice.publisher;

import static dev.sluice.publisher.PublisherTest.recent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cut.Cut;
import dev.sluice.metric.MetricTag;
import dev.sluice.publisher.delivery.Credentials;
import dev.sluice.publisher.delivery.ObjectStore;
import dev.sluice.publisher.delivery.StoreOutcome;
import dev.sluice.publisher.metric.PublisherMetric;
import dev.sluice.record.PushType;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is measured is what happened: by a broker and an S3 that are real.
class MetricsTest {

    private static final double HOUR = 3600;

    private final Cut first = recent(1);
    private final Cut second = recent(2);
    private @TempDir Path state;
    private Rig rig;
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final AtomicBoolean broken = new AtomicBoolean();
    private final Clock clock = new Ahead();

    /// A clock that can be put forward.
    private final class Ahead extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(ahead.get());
        }
    }

    /// A store in which one bucket can be broken.
    private record Breakable(ObjectStore store, String bucket, AtomicBoolean broken)
            implements ObjectStore {

        @Override
        public StoreOutcome put(Place target, Content content) {
            return store.put(target, content);
        }

        @Override
        public StoreOutcome copy(Credentials as, Copy copy) {
            return broken.get() && copy.target().bucket().equals(bucket)
                    ? new StoreOutcome.Throttled("slow down")
                    : store.copy(as, copy);
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

    @BeforeEach
    void begin() {
        rig = new Rig(state);
        rig.tenant("acme", "1");
        rig.tenant("globex", "2");
        rig.tenantWithoutBucket("initech", "3");
        rig.pipeline.define("teams", Pipeline.NAME);
    }

    @AfterEach
    void end() throws InterruptedException {
        rig.close();
    }

    private Rig.Running start() {
        return rig.start(
                rig.config(), clock, store -> new Breakable(store, rig.bucket("globex"), broken));
    }

    private double value(PublisherMetric metric, String... tags) {
        return rig.registry()
                .get(metric.exposedName())
                .tags(tags)
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    private double lag(String tenant) {
        return value(PublisherMetric.TENANT_LAG, "tenant", tenant);
    }

    private static double since(Cut cut) {
        return Duration.between(cut.instant(), Clock.systemUTC().instant()).toSeconds();
    }

    private void awaitFailures(String tenant, String reason) {
        Awaitility.await()
                .atMost(Rig.PATIENCE)
                .until(() ->
                        value(PublisherMetric.DELIVERY_FAILURES, "tenant", tenant, "reason", reason)
                                > 0);
    }

    @Test
    void measuresPushesAndTheLagOfFailingNewAndRestartedTenants() throws InterruptedException {
        // Given
        Rig.Running publisher = start();
        rig.pipeline.upsert("1", "teams", 7, "a");
        rig.pipeline.upsert("2", "teams", 8, "b");
        rig.pipeline.cut(first);
        rig.awaitDelivered("acme", PushType.FULL, first);
        rig.awaitDelivered("globex", PushType.FULL, first);
        awaitFailures("initech", "missing_bucket");

        // When one bucket breaks
        broken.set(true);
        rig.pipeline.upsert("1", "teams", 9, "c");
        rig.pipeline.cut(second);
        rig.awaitDelivered("acme", PushType.INCREMENTAL, second);
        awaitFailures("globex", "throttled");

        // Then its lag is since the cut before, and only its own
        double gap = Duration.between(first.instant(), second.instant()).toSeconds();
        Awaitility.await().atMost(Rig.PATIENCE).until(() -> lag("acme") < lag("globex") - gap + 1);
        assertThat(lag("globex")).isBetween(since(first) - 2, since(first) + 2);
        assertThat(
                        value(
                                PublisherMetric.TENANT_PENDING_PUSHES,
                                "tenant",
                                "globex",
                                "state",
                                "waiting"))
                .isEqualTo(1);
        assertThat(value(PublisherMetric.TENANT_OVERDUE, "tenant", "globex")).isPositive();

        // One that never had a push is behind since the cut of its first
        assertThat(lag("initech")).isBetween(since(first) - 2, since(first) + 2);

        // It rises with time
        ahead.set(Duration.ofHours(1));
        assertThat(lag("globex")).isGreaterThanOrEqualTo(since(first) + HOUR - 2);
        ahead.set(Duration.ZERO);

        // A publisher that starts knows it from the ledger at once
        publisher.close();
        assertThat(rig.registry().find(PublisherMetric.TENANT_LAG.exposedName()).gauges())
                .as("a publisher that ended has no tenants")
                .isEmpty();
        start();
        Awaitility.await()
                .atMost(Rig.PATIENCE)
                .until(() ->
                        rig.registry()
                                        .find(PublisherMetric.TENANT_LAG.exposedName())
                                        .gauges()
                                        .size()
                                == 3);
        assertThat(lag("globex")).isBetween(since(first) - 2, since(first) + 2);
        assertThat(lag("acme")).isBetween(since(second) - 2, since(second) + 2);

        // And it falls when the bucket is well again
        broken.set(false);
        rig.createBucket("initech");
        rig.awaitDelivered("globex", PushType.INCREMENTAL, second);
        Awaitility.await().atMost(Rig.PATIENCE).until(() -> lag("globex") <= since(second) + 2);
        Awaitility.await()
                .atMost(Rig.PATIENCE)
                .until(() ->
                        value(
                                        PublisherMetric.TENANT_PENDING_PUSHES,
                                        "tenant",
                                        "globex",
                                        "state",
                                        "waiting")
                                == 0);
        assertThat(
                        value(
                                PublisherMetric.PUSHES,
                                "tenant",
                                "acme",
                                "type",
                                "full",
                                "outcome",
                                "delivered"))
                .isEqualTo(1);
        assertThat(value(PublisherMetric.PUSH_ROWS, "type", "incremental")).isPositive();
        assertThat(value(PublisherMetric.PARTITIONS)).isEqualTo(Rig.PARTITIONS);
        assertDocumented();
    }

    /// Every meter of ours is one of the enum, with exactly its tags.
    private void assertDocumented() {
        for (Meter meter : rig.registry().getMeters()) {
            String name = meter.getId().getName();
            if (!name.startsWith("sluice_") || name.endsWith(".histogram")) {
                // Of the others that are left out, the test's registry makes one for each bucket.
                continue;
            }
            PublisherMetric metric =
                    Arrays.stream(PublisherMetric.values())
                            .filter(m -> m.exposedName().equals(name))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError(name + " is not documented"));
            Set<String> tags =
                    meter.getId().getTags().stream().map(Tag::getKey).collect(Collectors.toSet());
            Set<String> documented =
                    metric.tags().stream().map(MetricTag::name).collect(Collectors.toSet());
            assertThat(new TreeSet<>(tags)).as(name).isEqualTo(new TreeSet<>(documented));
        }
    }
}
