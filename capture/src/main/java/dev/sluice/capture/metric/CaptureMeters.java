package dev.sluice.capture.metric;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/// Turns what capture shows into [CaptureMetric]s. Thread-safe.
public final class CaptureMeters {

    private final MeterRegistry registry;
    private final Counter changes;
    private final Counter failures;

    /// @param registry takes the meters
    /// @param state is what the gauges show
    public CaptureMeters(MeterRegistry registry, CaptureState state) {
        this.registry = registry;
        this.changes = counter(CaptureMetric.CHANGES);
        this.failures = counter(CaptureMetric.FAILURES);
        gauge(CaptureMetric.LEADER, () -> state.isLeading() ? 1 : 0);
        gauge(CaptureMetric.STREAMING, () -> state.isStreaming() ? 1 : 0);
        gauge(CaptureMetric.SNAPSHOT, () -> state.isSnapshot() ? 1 : 0);
        gauge(
                CaptureMetric.LAG,
                () -> state.lag().map(lag -> lag.toMillis() / 1000.0).orElse(Double.NaN));
        gauge(
                CaptureMetric.SLOT_RETAINED,
                () -> state.retainedBytes().map(Long::doubleValue).orElse(Double.NaN));
        gauge(
                CaptureMetric.READINGS,
                () -> state.captured().map(CaptureState.Captured::readings).orElse(0));
        gauge(
                CaptureMetric.LAST_CUT,
                () ->
                        state.captured()
                                .map(captured -> (double) captured.lastCut())
                                .orElse(Double.NaN));
    }

    private Counter counter(CaptureMetric metric) {
        return Counter.builder(metric.exposedName())
                .description(metric.meaning())
                .register(registry);
    }

    private void gauge(CaptureMetric metric, Supplier<Number> value) {
        Gauge.builder(metric.exposedName(), value).description(metric.meaning()).register(registry);
    }

    /// So many changes more are in the topic.
    public void changes(long more) {
        changes.increment(more);
    }

    /// Capture begins again after a failure.
    public void failed() {
        failures.increment();
    }
}
