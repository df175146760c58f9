package dev.sluice.publisher.metric;

import dev.sluice.metric.Metric;
import dev.sluice.metric.MetricTag;
import java.util.List;

/// The publisher's metrics. A publisher has series of the tenants whose partitions it holds; those
/// of all publishers together are every configured tenant's, once.
public enum PublisherMetric implements Metric {

    /// What customers feel.
    TENANT_LAG(
            "sluice_tenant_lag_seconds",
            Kind.GAUGE,
            "Now minus the cut last delivered to the tenant, from the ledger. For a tenant that never had a delivery: since the cut of its oldest push that waits; without one, since this publisher took the tenant up (a new tenant's first push comes with the next cut).",
            Tags.TENANT),

    /// What alerts ask.
    TENANT_OVERDUE(
            "sluice_tenant_overdue_seconds",
            Kind.GAUGE,
            "Now minus the scheduled time of the first cut after the one last delivered, if that time is past; else 0. For a tenant that never had a delivery it counts from the moment that its lag counts from.",
            Tags.TENANT),

    /// The ledger's states that are not an end.
    TENANT_PENDING_PUSHES(
            "sluice_tenant_pending_pushes",
            Kind.GAUGE,
            "The tenant's pushes that are in the processing bucket and not delivered.",
            Tags.TENANT,
            Tags.STATE),

    /// The pushes, one count for each step.
    PUSHES(
            "sluice_pushes_total",
            Kind.COUNTER,
            "Steps of pushes: staged, delivered, or an attempt to deliver that failed.",
            Tags.TENANT,
            Tags.TYPE,
            Tags.OUTCOME),

    /// How large pushes are.
    PUSH_ROWS(
            "sluice_push_rows",
            Kind.SUMMARY,
            "Rows and deletions of a delivered push, all files together.",
            Tags.TYPE),

    /// How large pushes are.
    PUSH_BYTES(
            "sluice_push_bytes",
            Kind.SUMMARY,
            "Bytes of a delivered push, all gzip files together.",
            Tags.TYPE),

    /// How long customers wait.
    PUSH_DURATION(
            "sluice_push_duration_seconds",
            Kind.SUMMARY,
            "From a push's cut to its delivery.",
            Tags.TYPE),

    /// Whose bucket is broken.
    DELIVERY_FAILURES(
            "sluice_delivery_failures_total",
            Kind.COUNTER,
            "Attempts to deliver to the tenant that failed; each is tried again. The ledger has the reason in words.",
            Tags.TENANT,
            Tags.REASON),

    /// Whether our own bucket is broken.
    STAGING_RETRIES(
            "sluice_staging_retries_total",
            Kind.COUNTER,
            "Uploads to the processing bucket that failed and are tried again; while one is, its partition makes no further push."),

    /// What full pushes cost.
    REBUILD_DURATION(
            "sluice_rebuild_duration_seconds",
            Kind.SUMMARY,
            "How long it took to rebuild the full files of one partition from `rows`."),

    /// How the work is shared.
    PARTITIONS(
            "sluice_publisher_partitions",
            Kind.GAUGE,
            "The partitions of `deltas` that this publisher holds.");

    private final String exposedName;
    private final Kind kind;
    private final String meaning;
    private final List<MetricTag> tags;

    PublisherMetric(String exposedName, Kind kind, String meaning, MetricTag... tags) {
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

    private static final class Tags {

        static final MetricTag TENANT =
                new MetricTag("tenant", "the tenant's id in the configuration");
        static final MetricTag TYPE = new MetricTag("type", "`full`, `incremental`");
        static final MetricTag STATE = new MetricTag("state", "`staged`, `waiting`");
        static final MetricTag OUTCOME =
                new MetricTag("outcome", "`staged`, `delivered`, `failed`");
        static final MetricTag REASON =
                new MetricTag("reason", "`refused`, `missing_bucket`, `throttled`, `timed_out`");

        private Tags() {}
    }
}
