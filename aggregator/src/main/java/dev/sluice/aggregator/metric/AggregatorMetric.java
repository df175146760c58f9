package dev.sluice.aggregator.metric;

import dev.sluice.metric.Metric;
import dev.sluice.metric.MetricTag;
import java.util.List;

/// The aggregator's metrics. An aggregator has those of its own tasks; the sum over all aggregators
/// is the whole.
public enum AggregatorMetric implements Metric {

    /// How far the steps are behind.
    LAG(
            "sluice_aggregator_lag_seconds",
            Kind.GAUGE,
            "Of the step's task that is furthest behind: now minus the time at which the record that it handled last was written. 0 where no record waits.",
            new MetricTag(
                    "step",
                    "`resolve` (from `changes` to `rows`), `compact` (from `rows` to `deltas`)")),

    /// What the next cut will bring.
    TENANT_PENDING_ROWS(
            "sluice_tenant_pending_rows",
            Kind.GAUGE,
            "Rows of the tenant that changed since the last cut, each counted once: what the next incremental push will hold. Counted in the open windows as rows come and go, and once over when a task starts. 0 in an aggregator that has not the tenant's partition.",
            new MetricTag("tenant", "the tenant's id in the configuration")),

    /// How much the open windows hold.
    OPEN_ROWS(
            "sluice_aggregator_open_rows",
            Kind.GAUGE,
            "Rows in open windows, of all tenants that the topics know, configured or not."),

    /// What cannot be resolved yet.
    WAITING_CHANGES(
            "sluice_aggregator_waiting_changes",
            Kind.GAUGE,
            "Changes that wait for what another task hands over, or for a table's definition. They keep their cut open: a number that stays is a cut that does not close."),

    /// Whether it does its work.
    RUNNING(
            "sluice_aggregator_running",
            Kind.GAUGE,
            "1 while Kafka Streams is running, 0 while it starts, takes over tasks or has ended."),

    /// How often Kafka was lost.
    THREAD_FAILURES(
            "sluice_aggregator_thread_failures_total",
            Kind.COUNTER,
            "Threads that ended because Kafka did not answer, and were replaced.");

    private final String exposedName;
    private final Kind kind;
    private final String meaning;
    private final List<MetricTag> tags;

    AggregatorMetric(String exposedName, Kind kind, String meaning, MetricTag... tags) {
        this.exposedName = exposedName;
        this.kind = kind;
        this.meaning = meaning;
        this.tags = List.of(tags);
    }

    @Override
    public String exposedName() {
        return exposedName;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public List<MetricTag> tags() {
        return tags;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
