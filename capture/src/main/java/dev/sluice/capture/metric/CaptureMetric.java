package dev.sluice.capture.metric;

import dev.sluice.metric.Metric;
import dev.sluice.metric.MetricTag;
import java.util.List;

/// Capture's metrics. A capture that stands by says so, and nothing of the source: its gauges of
/// the source are NaN.
public enum CaptureMetric implements Metric {

    /// How fresh everything behind capture can be.
    LAG(
            "sluice_capture_lag_seconds",
            Kind.GAUGE,
            "Now minus the commit time of the transaction last captured; 0 when the last heartbeat, which capture itself writes to the log every `source.heartbeat`, has been captured. It grows too while the source does not answer. NaN where this capture does not lead."),

    /// What fills the source's disk.
    SLOT_RETAINED(
            "sluice_capture_slot_retained_bytes",
            Kind.GAUGE,
            "Log that the source keeps for the replication slot, as of the last heartbeat. NaN where this capture does not lead, or has not asked yet."),

    /// Which one works.
    LEADER(
            "sluice_capture_leader",
            Kind.GAUGE,
            "1 for the capture that leads, 0 for one that stands by. The sum over all captures of a source is 1; for moments, while another takes over, 0."),

    /// Whether it follows the log.
    STREAMING(
            "sluice_capture_streaming",
            Kind.GAUGE,
            "1 while the source's log is followed, 0 while it is not: standing by, starting, reading a snapshot, waiting before another try."),

    /// Whether all tables are being read.
    SNAPSHOT(
            "sluice_capture_snapshot_running",
            Kind.GAUGE,
            "1 while all tables are read, because the source is new or its log was lost. No cut closes meanwhile."),

    /// What is read beside the stream.
    READINGS(
            "sluice_capture_pending_readings",
            Kind.GAUGE,
            "Tables that are being read, or are to be read, beside the stream: new or altered ones, and those an operator asked for."),

    /// How much there is to do.
    CHANGES(
            "sluice_capture_changes_total",
            Kind.COUNTER,
            "Changes written to `changes`, by this process."),

    /// The last cut that the log passed.
    LAST_CUT(
            "sluice_capture_last_cut_timestamp_seconds",
            Kind.GAUGE,
            "The name of the last cut marked, as seconds since 1970; 0 before the first, NaN where this capture does not lead."),

    /// How often it had to begin again.
    FAILURES(
            "sluice_capture_failures_total",
            Kind.COUNTER,
            "Times that capture ended with a failure that time may mend, and began again from what is in the topics.");

    private final String exposedName;
    private final Kind kind;
    private final String meaning;

    CaptureMetric(String exposedName, Kind kind, String meaning) {
        this.exposedName = exposedName;
        this.kind = kind;
        this.meaning = meaning;
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
        return List.of();
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
