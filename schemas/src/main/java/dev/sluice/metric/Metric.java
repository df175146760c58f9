package dev.sluice.metric;

import java.util.List;

/// A metric that Sluice emits. Each module that emits some has one enum of them, whose constants
/// say what they mean: `docs/metrics.md` is made from these enums alone. Names are those that
/// Prometheus exposes, units and all.
public interface Metric {

    /// What is measured how.
    enum Kind {
        /// A value that goes up and down.
        GAUGE,
        /// A count since the process began.
        COUNTER,
        /// A distribution: `_count`, `_sum`, `_max` and `_bucket`.
        SUMMARY
    }

    /// The name as it is exposed, such as `sluice_tenant_lag_seconds`.
    String exposedName();

    /// What is measured how.
    Kind kind();

    /// The tags, in order; each series has all of them.
    List<MetricTag> tags();

    /// What it says, in a sentence or two of plain words.
    String meaning();
}
