package dev.sluice.aggregator;

import dev.sluice.aggregator.compact.Compact;
import dev.sluice.aggregator.metric.AggregatorMeters;
import dev.sluice.aggregator.metric.Tasks;
import dev.sluice.aggregator.resolve.Resolve;
import dev.sluice.aggregator.step.SkippedRecords;
import dev.sluice.config.TenantNames;
import dev.sluice.health.Health;
import dev.sluice.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The module's entry: makes rows and deltas of changes. Any number of instances share the work by
/// partition; each needs a state folder of its own.
///
/// Used once: constructed, [#run()] by one thread, [#close()] by any.
public final class Aggregator implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Aggregator.class);

    /// Rows that a sweep looks at, and deltas that are written, before other records have their
    /// turn: some tens of milliseconds of work.
    private static final int SLICE_ROWS = 5_000;

    private static final long SLICE_BYTES = 8L << 20;

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(30);

    private final AggregatorConfig config;
    private final Clock clock;
    private final MeterRegistry registry;
    private final Tasks tasks = new Tasks();
    private final AggregatorMeters meters;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile CountDownLatch ending = new CountDownLatch(1);
    private volatile boolean started;

    /// An aggregator that does not run yet, and measures nothing.
    ///
    /// @param clock tells how long Kafka has been waited for
    public Aggregator(AggregatorConfig config, Clock clock) {
        this(config, clock, new CompositeMeterRegistry(), new TenantNames(Map.of()));
    }

    /// An aggregator that does not run yet.
    ///
    /// @param clock tells how long Kafka has been waited for
    /// @param registry takes what is measured
    /// @param tenants whose rows are counted by name
    public Aggregator(
            AggregatorConfig config, Clock clock, MeterRegistry registry, TenantNames tenants) {
        this.config = config;
        this.clock = clock;
        this.registry = registry;
        Topics topics = config.kafka().topics();
        this.meters =
                new AggregatorMeters(
                        registry,
                        clock,
                        tasks,
                        Map.of(Resolve.NAME, topics.changes(), Compact.NAME, topics.rows()),
                        tenants);
    }

    /// Aggregates until [#close()] is called. Waits for a broker that does not answer.
    ///
    /// @throws IllegalStateException if a topic is missing or has another number of partitions, or
    ///   something went wrong that a restart may not mend; the message says what and what to do
    /// @throws RuntimeException if a record can not be used; the message names topic, partition and
    ///   offset
    /// @throws InterruptedException if the thread is interrupted; the aggregator has stopped then
    public void run() throws InterruptedException {
        started = true;
        try {
            if (prepare()) {
                stream();
            }
        } finally {
            ended.countDown();
        }
    }

    /// Stops, after the commit of what is under way, and waits for that. May be called more than
    /// once, and before [#run()], which then returns at once.
    @Override
    public void close() {
        closing.countDown();
        ending.countDown();
        if (started) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// How it is now. From any thread.
    public Health health() {
        Optional<KafkaStreams.State> state = meters.state();
        String now =
                state.map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                        .orElse("starting");
        if (state.filter(KafkaStreams.State.RUNNING::equals).isPresent()) {
            return Health.good("aggregate", now);
        }
        String reason =
                state.map(value ->
                                switch (value) {
                                    case CREATED, REBALANCING ->
                                            "aggregate takes over its tasks and their state";
                                    case RUNNING -> throw new IllegalStateException("it runs");
                                    case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR ->
                                            "aggregate's Kafka Streams has ended (%s) and is started again"
                                                    .formatted(value);
                                })
                        .orElse("aggregate waits for Kafka, or prepares its topics");
        return Health.waiting("aggregate", now, reason);
    }

    /// @return whether all is prepared; not so if this was closed first
    private boolean prepare() throws InterruptedException {
        Instant begin = clock.instant();
        while (closing.getCount() > 0) {
            try (Admin admin = Admin.create(new HashMap<>(config.kafka().client()))) {
                new Preparation(config, admin).run();
                return true;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException)) {
                    throw new IllegalStateException(
                            "Kafka refused to prepare the topics: " + e.getCause(), e);
                }
                LOG.atWarn()
                        .addKeyValue("servers", config.kafka().bootstrapServers())
                        .addKeyValue("waited", Duration.between(begin, clock.instant()))
                        .addKeyValue("reason", e.getCause().toString())
                        .log("Waiting for Kafka");
            }
            if (closing.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return false;
    }

    /// Kafka Streams ends where its one thread for the definitions has given Kafka up, since that
    /// thread cannot be replaced; it is started again.
    private void stream() throws InterruptedException {
        do {
            streamOnce();
        } while (!closing.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void streamOnce() throws InterruptedException {
        Failures failures = new Failures(meters::threadFailed);
        CountDownLatch over = new CountDownLatch(1);
        ending = over;
        try (KafkaStreams streams =
                        new KafkaStreams(
                                topology(), new StreamsConfig(StreamsSettings.of(config)));
                KafkaStreamsMetrics metrics = new KafkaStreamsMetrics(streams)) {
            metrics.bindTo(registry);
            meters.runs(streams);
            streams.setUncaughtExceptionHandler(failures);
            streams.setStateListener((now, before) -> {
                if (now == KafkaStreams.State.ERROR) {
                    over.countDown();
                }
            });
            if (closing.getCount() > 0) {
                streams.start();
                over.await();
            }
            streams.close(LONGEST_CLOSE);
        } finally {
            meters.runs(null);
        }
        failures.rethrow();
    }

    private Topology topology() {
        int partitions = config.kafka().partitions();
        SkippedRecords skipped = new OperatorSkips(config.kafka());
        return AggregatorTopology.of(
                config.kafka().topics(),
                new Resolve.Settings(
                        config.kafka().topics().changes(),
                        config.handOversTopic(),
                        partitions,
                        config.kafka().maxRecord().bytes(),
                        SLICE_ROWS,
                        skipped,
                        tasks),
                new Compact.Settings(partitions, SLICE_ROWS, SLICE_BYTES, skipped, tasks));
    }
}
