package dev.sluice.publisher;

import dev.sluice.config.TenantConfig;
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
import dev.sluice.publisher.partition.PollLoop;
import dev.sluice.publisher.partition.Workshop;
import dev.sluice.publisher.scratch.Scratch;
import dev.sluice.topic.Partitions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// The publisher: `deltas` and `rows` in, files in the tenants' buckets out, every step in the
/// ledger `pushes`. Any number may run beside one another, here or elsewhere; they share the
/// partitions.
public final class Publisher implements AutoCloseable {

    private final PublisherConfig config;
    private final Clock clock;
    private final PushListener listener;
    private final Supplier<ObjectStore> stores;
    private final AtomicReference<PollLoop> running = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean begun;
    private volatile boolean closed;

    /// A publisher that tells nobody.
    public Publisher(PublisherConfig config, Clock clock) {
        this(config, clock, PushListener.NONE);
    }

    /// @param config what it is told
    /// @param clock tells when a push was staged and delivered
    /// @param listener is told what becomes of pushes
    public Publisher(PublisherConfig config, Clock clock, PushListener listener) {
        this(config, clock, listener, () -> config.store(clock));
    }

    Publisher(
            PublisherConfig config,
            Clock clock,
            PushListener listener,
            Supplier<ObjectStore> stores) {
        this.config = config;
        this.clock = clock;
        this.listener = listener;
        this.stores = stores;
    }

    /// Publishes until [#close()], then returns; or until something happens that only a person can
    /// mend, and throws that: its message says what, where and what to do. Called once.
    ///
    /// @throws InterruptedException if the thread is interrupted
    public void run() throws InterruptedException {
        begun = true;
        try (Clients clients = new Clients(config.kafka());
                Scratch scratch = Scratch.in(config.state().resolve("publisher"));
                ObjectStore store = stores.get()) {
            int partitions = clients.checkedPartitions();
            try (TopicDefinitions definitions =
                    new TopicDefinitions(clients.reader(clients.topics().tables(), 0))) {
                PollLoop loop =
                        new PollLoop(
                                workshop(
                                        clients,
                                        definitions,
                                        scratch,
                                        store,
                                        partitions,
                                        clients.keptUncompacted(clients.topics().rows())),
                                clients.groupConsumer(),
                                new LedgerReader(clients),
                                new LedgerWriter(clients));
                running.set(loop);
                if (closed) {
                    loop.stop();
                }
                loop.run();
            }
        } finally {
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
                new Staging(store, limits.uploads(), limits.retry()),
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
