package dev.sluice.publisher;

import dev.sluice.config.TenantConfig;
import dev.sluice.health.Health;
import dev.sluice.publisher.definitions.TopicDefinitions;
import dev.sluice.publisher.delivery.Deliveries;
import dev.sluice.publisher.delivery.Destination;
import dev.sluice.publisher.delivery.ObjectStore;
import dev.sluice.publisher.delivery.Staging;
import dev.sluice.publisher.full.FullRebuild;
import dev.sluice.publisher.full.Horizon;
import dev.sluice.publisher.kafka.Clients;
import dev.sluice.publisher.ledger.LedgerReader;
import dev.sluice.publisher.ledger.LedgerWriter;
import dev.sluice.publisher.ledger.PushListener;
import dev.sluice.publisher.metric.PublisherMeters;
import dev.sluice.publisher.metric.PublisherMetric;
import dev.sluice.publisher.partition.PollLoop;
import dev.sluice.publisher.partition.PollState;
import dev.sluice.publisher.partition.Workshop;
import dev.sluice.publisher.scratch.Scratch;
import dev.sluice.topic.Partitions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/// The publisher: `deltas` and `rows` in, files in the tenants' buckets out, every step in the
/// ledger `pushes`. Any number may run beside one another, here or elsewhere; they share the
/// partitions.
public final class Publisher implements AutoCloseable {

    /// A poll that takes longer waits for Kafka: the publisher is not ready.
    private static final Duration SLOW = Duration.ofSeconds(30);

    /// Nothing that polling waits for takes so long: the publisher is stuck.
    private static final Duration STUCK = Duration.ofMinutes(5);

    private final PublisherConfig config;
    private final Clock clock;
    private final MeterRegistry registry;
    private final PushListener listener;
    private final PollState polls = new PollState();
    private final Supplier<ObjectStore> stores;
    private final AtomicReference<PollLoop> running = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean begun;
    private volatile boolean closed;

    /// A publisher that measures nothing.
    public Publisher(PublisherConfig config, Clock clock) {
        this(config, clock, new CompositeMeterRegistry());
    }

    /// @param config what it is told
    /// @param clock tells when a push was staged and delivered
    /// @param registry takes what is measured
    public Publisher(PublisherConfig config, Clock clock, MeterRegistry registry) {
        this(config, clock, registry, () -> config.store(clock));
    }

    Publisher(
            PublisherConfig config,
            Clock clock,
            MeterRegistry registry,
            Supplier<ObjectStore> stores) {
        this.config = config;
        this.clock = clock;
        this.registry = registry;
        this.listener = new PublisherMeters(registry, clock, config.schedule().cuts());
        this.stores = stores;
    }

    /// Publishes until [#close()], then returns; or until something happens that only a person can
    /// mend, and throws that: its message says what, where and what to do. Called once.
    ///
    /// @throws InterruptedException if the thread is interrupted
    public void run() throws InterruptedException {
        begun = true;
        Gauge held =
                Gauge.builder(
                                PublisherMetric.PARTITIONS.exposedName(),
                                polls,
                                PollState::partitions)
                        .description(PublisherMetric.PARTITIONS.meaning())
                        .register(registry);
        try (Clients clients = new Clients(config.kafka());
                Scratch scratch = Scratch.in(config.state().resolve("publisher"));
                ObjectStore store = stores.get()) {
            int partitions = clients.checkedPartitions();
            try (TopicDefinitions definitions =
                            new TopicDefinitions(clients.reader(clients.topics().tables(), 0));
                    KafkaConsumer<byte[], byte[]> consumer = clients.groupConsumer();
                    KafkaClientMetrics metrics = new KafkaClientMetrics(consumer)) {
                metrics.bindTo(registry);
                PollLoop loop =
                        new PollLoop(
                                workshop(
                                        clients,
                                        definitions,
                                        scratch,
                                        store,
                                        partitions,
                                        clients.keptUncompacted(clients.topics().rows())),
                                consumer,
                                new LedgerReader(clients),
                                new LedgerWriter(clients, registry),
                                polls);
                running.set(loop);
                if (closed) {
                    loop.stop();
                }
                loop.run();
            }
        } finally {
            registry.remove(held);
            ended.countDown();
        }
    }

    private Workshop workshop(
            Clients clients,
            TopicDefinitions definitions,
            Scratch scratch,
            ObjectStore store,
            int partitions,
            Duration rowsKept) {
        LimitsConfig limits = config.limits();
        return new Workshop(
                clients,
                definitions,
                config.tables(),
                config.schedule().cuts(),
                partition -> tenants(partition, partitions),
                this::destination,
                new FullRebuild(
                        clients,
                        definitions,
                        config.tables(),
                        scratch,
                        limits.sortMemory().bytes(),
                        clock),
                new Horizon(rowsKept, clock),
                new Semaphore(limits.rebuilds(), true),
                new Staging(store, limits.uploads(), limits.retry(), listener),
                new Deliveries(
                        store,
                        new Semaphore(limits.deliveries(), true),
                        limits.retry(),
                        clock,
                        listener),
                scratch,
                clock,
                listener);
    }

    private List<TenantConfig> tenants(int partition, int partitions) {
        return config.tenants().all().stream()
                .filter(tenant -> Partitions.ofTenant(tenant.key(), partitions) == partition)
                .toList();
    }

    private Destination destination(TenantConfig tenant) {
        ProcessingConfig processing = config.processing();
        return new Destination(
                tenant, processing.bucket(), processing.region(), processing.account());
    }

    /// How it is now. From any thread.
    public Health health() {
        if (!begun || running.get() == null) {
            return Health.waiting("publish", "starting", "publish has not begun to poll yet");
        }
        if (closed) {
            return Health.waiting("publish", "stopping", "publish is asked to stop");
        }
        Duration still = polls.since();
        if (still.compareTo(STUCK) > 0) {
            String reason =
                    "publish has not polled for %d s (longest %d s)"
                            .formatted(still.toSeconds(), STUCK.toSeconds());
            return Health.waiting("publish", "stuck", reason).stuck(reason);
        }
        if (still.compareTo(SLOW) > 0) {
            return Health.waiting(
                    "publish",
                    "waiting for Kafka",
                    "publish has not polled for %d s, it waits for Kafka"
                            .formatted(still.toSeconds()));
        }
        if (!polls.isMember()) {
            return Health.waiting(
                    "publish",
                    "joining",
                    "publish waits for its share of the partitions of %s"
                            .formatted(config.kafka().topics().deltas()));
        }
        return Health.good("publish", "holds %d partitions".formatted(polls.partitions()));
    }

    /// Ends [#run()] and waits for its end. From any thread.
    @Override
    public void close() {
        closed = true;
        PollLoop loop = running.get();
        if (loop != null) {
            loop.stop();
        }
        boolean interrupted = false;
        while (begun && ended.getCount() > 0) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
