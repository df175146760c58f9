package dev.sluice.aggregator.metric;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;

/// How many records wait in the partitions that Kafka Streams reads, as its consumers know it. A
/// consumer says so of a partition once it has fetched from it.
final class Backlog {

    private static final String GROUP = "consumer-fetch-manager-metrics";
    private static final String NAME = "records-lag";

    private final Map<MetricName, ? extends Metric> metrics;

    Backlog(KafkaStreams streams) {
        this.metrics = streams.metrics();
    }

    /// Whether records of a partition wait.
    boolean isAny(String topic, int partition) {
        for (Map.Entry<MetricName, ? extends Metric> metric : metrics.entrySet()) {
            MetricName name = metric.getKey();
            if (name.name().equals(NAME)
                    && name.group().equals(GROUP)
                    && topic.equals(name.tags().get("topic"))
                    && Integer.toString(partition).equals(name.tags().get("partition"))
                    && metric.getValue().metricValue() instanceof Double waiting
                    && waiting > 0) {
                return true;
            }
        }
        return false;
    }
}
