package dev.sluice.app.metric;

import dev.sluice.app.shell.Version;
import dev.sluice.health.Health;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;

/// The registry of this process, with what the JVM measures. Whoever measures is handed the
/// registry; there is no global one. Thread-safe.
public final class ProcessMetrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    /// A registry that has the JVM's metrics and Sluice's version.
    public ProcessMetrics() {
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        Gauge.builder(ProcessMetric.BUILD_INFO.exposedName(), () -> 1)
                .description(ProcessMetric.BUILD_INFO.meaning())
                .tag("version", Version.TEXT)
                .register(registry);
    }

    /// Where meters are registered.
    public MeterRegistry registry() {
        return registry;
    }

    /// Shows what a part of the process says of itself.
    public void show(String part, Supplier<Health> health) {
        gauge(ProcessMetric.READY, part, () -> health.get().isReady() ? 1 : 0);
        gauge(ProcessMetric.LIVE, part, () -> health.get().isLive() ? 1 : 0);
    }

    private void gauge(ProcessMetric metric, String part, Supplier<Number> value) {
        Gauge.builder(metric.exposedName(), value)
                .description(metric.meaning())
                .tag("part", part)
                .register(registry);
    }

    /// All of it, in Prometheus' text format.
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
