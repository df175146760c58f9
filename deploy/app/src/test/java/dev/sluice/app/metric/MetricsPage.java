package dev.sluice.app.metric;

import dev.sluice.aggregator.metric.AggregatorMetric;
import dev.sluice.capture.metric.CaptureMetric;
import dev.sluice.metric.Metric;
import dev.sluice.metric.MetricTag;
import dev.sluice.publisher.metric.PublisherMetric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// `docs/metrics.md`, made from the enums.
final class MetricsPage {

    private static final String HEAD =
            """
            # Metrics

            <!-- Made from the enums of the modules; a test fails when it is stale and says how to make it anew. -->

            Every process with the key `http` serves `/metrics` in Prometheus' text format. A process has the series of
            the modules it runs.

            ## How many series
            For each tenant: 4 gauges and 10 counters in the publisher that holds its partition, and one gauge in every
            aggregator: with one aggregator, 15 series a tenant, 150 000 for ten thousand. Nothing else of Sluice's own
            grows with tenants, tables or rows: `type`, `outcome`, `state`, `reason`, `step` and `part` have the values
            named below, and histograms are by `type` alone. Only configured tenants have series. Counters of a tenant
            that went to another publisher stay in the one that counted them until it ends.

            Beside these, each process has the JVM's (`jvm_…`, `process_…`, `system_…`) and those of its Kafka clients
            and of Kafka Streams (`kafka_consumer_…`, `kafka_producer_…`, `kafka_stream_…`), which grow with
            `kafka.partitions` and threads, not with tenants.

            A gauge in seconds is of the moment of the scrape. A summary is a histogram: `_bucket`, `_count`, `_sum` and
            `_max`.
            """;

    private static final Map<String, List<? extends Metric>> MODULES = new LinkedHashMap<>();

    static {
        MODULES.put("capture", List.of(CaptureMetric.values()));
        MODULES.put("aggregate", List.of(AggregatorMetric.values()));
        MODULES.put("publish", List.of(PublisherMetric.values()));
        MODULES.put("every process", List.of(ProcessMetric.values()));
    }

    private MetricsPage() {}

    static List<Metric> all() {
        List<Metric> all = new ArrayList<>();
        MODULES.values().forEach(all::addAll);
        return all;
    }

    static String text() {
        StringBuilder page = new StringBuilder(HEAD);
        MODULES.forEach((module, metrics) -> {
            page.append(
                    "%n## %s%n%n| metric | kind | tags | meaning |%n|---|---|---|---|%n"
                            .formatted(module));
            metrics.forEach(metric -> page.append(line(metric)));
        });
        return page.toString();
    }

    private static String line(Metric metric) {
        return "| `%s` | %s | %s | %s |%n"
                .formatted(
                        metric.exposedName(),
                        metric.kind().name().toLowerCase(Locale.ROOT),
                        metric.tags().isEmpty()
                                ? "none"
                                : metric.tags().stream()
                                        .map(MetricsPage::tag)
                                        .collect(Collectors.joining("; ")),
                        metric.meaning());
    }

    private static String tag(MetricTag tag) {
        return "`%s`: %s".formatted(tag.name(), tag.meaning());
    }
}
