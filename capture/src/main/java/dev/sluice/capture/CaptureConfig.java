package dev.sluice.capture;

import dev.sluice.config.KafkaConfig;
import dev.sluice.config.ScheduleConfig;
import dev.sluice.config.Section;
import dev.sluice.config.Setting;
import dev.sluice.config.SourceConfig;
import dev.sluice.config.TablesConfig;
import dev.sluice.topic.Topics;
import java.util.Map;

/// What capture has to know.
///
/// @param source how to reach the source
/// @param tables which tables are captured
/// @param schedule when cuts are due
/// @param kafka where the topics are
public record CaptureConfig(
        SourceConfig source, TablesConfig tables, ScheduleConfig schedule, KafkaConfig kafka) {

    /// Reads it.
    public static Setting<CaptureConfig> from(Section root) {
        var source = SourceConfig.from(root);
        var tables = TablesConfig.from(root);
        var schedule = ScheduleConfig.from(root);
        var kafka = KafkaConfig.from(root);
        return root.build(
                () -> new CaptureConfig(source.get(), tables.get(), schedule.get(), kafka.get()));
    }

    Topics topics() {
        return kafka.topics();
    }

    /// The settings of every Kafka client.
    Map<String, Object> client() {
        return Map.copyOf(kafka.client());
    }

    int maxRecordBytes() {
        return Math.toIntExact(kafka.maxRecord().bytes());
    }
}
