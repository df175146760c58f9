package dev.sluice.aggregator.metric;

import dev.sluice.config.TenantNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/// Turns what the tasks show into [AggregatorMetric]s. Thread-safe.
public final class AggregatorMeters {

    private final MeterRegistry registry;
    private final Clock clock;
    private final Tasks tasks;
    private final Map<String, String> topics;
    private final Counter threadFailures;
    private volatile @Nullable KafkaStreams streams;

    /// @param registry takes the meters
    /// @param clock tells how far steps are behind
    /// @param tasks that are measured
    /// @param topics the topic that each step reads
    /// @param tenants whose rows are counted by name
    public AggregatorMeters(
            MeterRegistry registry,
            Clock clock,
            Tasks tasks,
            Map<String, String> topics,
            TenantNames tenants) {
        this.registry = registry;
        this.clock = clock;
        this.tasks = tasks;
        this.topics = Map.copyOf(topics);
        this.threadFailures =
                Counter.builder(AggregatorMetric.THREAD_FAILURES.exposedName())
                        .description(AggregatorMetric.THREAD_FAILURES.meaning())
                        .register(registry);
        gauge(AggregatorMetric.OPEN_ROWS, () -> tasks.sum(Tasks.Task::openRows));
        gauge(AggregatorMetric.WAITING_CHANGES, () -> tasks.sum(Tasks.Task::waiting));
        gauge(AggregatorMetric.RUNNING, () -> isRunning() ? 1 : 0);
        for (String step : topics.keySet()) {
            gauge(AggregatorMetric.LAG, () -> lagSeconds(step), "step", step);
        }
        tenants.byKey()
                .forEach((key, id) ->
                        gauge(
                                AggregatorMetric.TENANT_PENDING_ROWS,
                                () -> tasks.sum(task -> task.openRows(key)),
                                "tenant",
                                id.value()));
    }

    private void gauge(AggregatorMetric metric, Supplier<Number> value, String... tags) {
        Gauge.builder(metric.exposedName(), value)
                .description(metric.meaning())
                .tags(tags)
                .register(registry);
    }

    /// What runs now; null when it has ended.
    public void runs(@Nullable KafkaStreams now) {
        streams = now;
    }

    /// A thread ended because Kafka did not answer.
    public void threadFailed() {
        threadFailures.increment();
    }

    /// What Kafka Streams says of itself; nothing if there is none.
    public Optional<KafkaStreams.State> state() {
        return Optional.ofNullable(streams).map(KafkaStreams::state);
    }

    private boolean isRunning() {
        return state().filter(KafkaStreams.State.RUNNING::equals).isPresent();
    }

    private double lagSeconds(String step) {
        KafkaStreams now = streams;
        if (now == null) {
            return Double.NaN;
        }
        Backlog backlog = new Backlog(now);
        String topic = topics.getOrDefault(step, "");
        long oldest = Long.MAX_VALUE;
        for (Tasks.Task task : tasks.live()) {
            if (task.place().step().equals(step)
                    && backlog.isAny(topic, task.place().partition())) {
                oldest = Math.min(oldest, task.handledAt().orElse(Long.MAX_VALUE));
            }
        }
        return oldest == Long.MAX_VALUE ? 0 : Math.max(0, clock.millis() - oldest) / 1000.0;
    }
}
