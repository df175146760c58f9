package dev.sluice.topic;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What one topic has to be like.
///
/// @param name the topic's name
/// @param partitions how many partitions
/// @param settings Kafka's topic settings that differ from the broker's defaults, sorted by name
public record TopicSpec(String name, int partitions, Map<String, String> settings) {

    public TopicSpec {
        settings = Map.copyOf(settings);
    }

    /// The six topics.
    ///
    /// @param topics their names
    /// @param partitions of all but `offsets` and `tables`, which have one
    /// @param maxRecordBytes the largest record, in bytes
    public static List<TopicSpec> all(Topics topics, int partitions, long maxRecordBytes) {
        String max = Long.toString(maxRecordBytes);
        return List.of(
                new TopicSpec(topics.changes(), partitions, kept(Duration.ofDays(14), max)),
                new TopicSpec(topics.rows(), partitions, rows(max)),
                new TopicSpec(topics.deltas(), partitions, kept(Duration.ofDays(35), max)),
                new TopicSpec(topics.pushes(), partitions, compacted(max)),
                new TopicSpec(topics.offsets(), 1, compacted(max)),
                new TopicSpec(topics.tables(), 1, compacted(max)));
    }

    private static Map<String, String> common(String maxRecord) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("max.message.bytes", maxRecord);
        settings.put("message.timestamp.type", "LogAppendTime");
        return settings;
    }

    private static Map<String, String> kept(Duration time, String maxRecord) {
        Map<String, String> settings = common(maxRecord);
        settings.put("cleanup.policy", "delete");
        settings.put("retention.ms", Long.toString(time.toMillis()));
        return settings;
    }

    private static Map<String, String> compacted(String maxRecord) {
        Map<String, String> settings = common(maxRecord);
        settings.put("cleanup.policy", "compact");
        return settings;
    }

    /// Any cut of the last 8 days can be rebuilt, so nothing younger is compacted away.
    private static Map<String, String> rows(String maxRecord) {
        Map<String, String> settings = compacted(maxRecord);
        settings.put("min.compaction.lag.ms", Long.toString(Duration.ofDays(8).toMillis()));
        settings.put("max.compaction.lag.ms", Long.toString(Duration.ofDays(10).toMillis()));
        settings.put("segment.ms", Long.toString(Duration.ofDays(1).toMillis()));
        settings.put("delete.retention.ms", Long.toString(Duration.ofDays(2).toMillis()));
        return settings;
    }
}
