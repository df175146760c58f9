package dev.sluice.capture;

import dev.sluice.capture.source.SourceSettings;
import dev.sluice.capture.source.TableSelection;
import dev.sluice.cut.CutSchedule;
import dev.sluice.topic.Topics;
import java.util.Map;

/// What capture has to know.
///
/// @param source how to reach the source
/// @param tables which tables are captured
/// @param schedule when cuts are due
/// @param topics the topics' names
/// @param partitions how many partitions `changes` has
/// @param maxRecordBytes the largest record
/// @param client settings of every Kafka client
public record CaptureConfig(
        SourceSettings source,
        TableSelection tables,
        CutSchedule schedule,
        Topics topics,
        int partitions,
        int maxRecordBytes,
        Map<String, Object> client) {

    public CaptureConfig {
        client = Map.copyOf(client);
    }
}
