package dev.sluice.app.metric;

import dev.sluice.metric.Metric;
import dev.sluice.metric.MetricTag;
import java.util.List;

/// What every process measures, whatever modules it runs.
public enum ProcessMetric implements Metric {

    /// What runs.
    BUILD_INFO(
            "sluice_build_version",
            Kind.GAUGE,
            "1, with the version that runs.",
            new MetricTag("version", "Sluice's")),

    /// As in `/health/ready`.
    READY(
            "sluice_ready",
            Kind.GAUGE,
            "1 if this part of the process is ready: connected, and caught up enough.",
            Tags.PART),

    /// As in `/health/live`.
    LIVE(
            "sluice_live",
            Kind.GAUGE,
            "1 if this part of the process moves, 0 if it is stuck.",
            Tags.PART);

    private final String exposedName;
    private final Kind kind;
    private final String meaning;
    private final List<MetricTag> tags;

    ProcessMetric(String exposedName, Kind kind, String meaning, MetricTag... tags) {
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

        static final MetricTag PART =
                new MetricTag("part", "`capture`, `aggregate`, `publish`, `kafka`");

        private Tags() {}
    }
}
