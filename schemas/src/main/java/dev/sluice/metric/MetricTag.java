package dev.sluice.metric;

/// A tag of a metric.
///
/// @param name as it is exposed
/// @param meaning what its values are, in plain words
public record MetricTag(String name, String meaning) {}
