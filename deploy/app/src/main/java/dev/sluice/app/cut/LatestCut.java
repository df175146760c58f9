package dev.sluice.app.cut;

import dev.sluice.app.kafka.TopicReader;
import dev.sluice.config.KafkaConfig;
import dev.sluice.cut.Cut;
import dev.sluice.record.SourceOffset;
import dev.sluice.wire.Records;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The cut that capture marked last, as `offsets` has it.
public final class LatestCut {

    private static final Duration SHORT = Duration.ofMillis(200);

    private LatestCut() {}

    /// Reads it.
    ///
    /// @return NONE if there is none yet
    /// @throws dev.sluice.app.shell.CommandFailedException if the broker does not answer
    public static Cut read(KafkaConfig kafka) {
        Records records = new Records();
        Cut latest = Cut.NONE;
        try (TopicReader offsets = TopicReader.fromBeginning(kafka, kafka.topics().offsets())) {
            while (!offsets.hasCaughtUp()) {
                for (ConsumerRecord<byte[], byte[]> record : offsets.poll(SHORT)) {
                    if (record.value() != null
                            && records.decode(record.value()) instanceof SourceOffset offset) {
                        latest = new Cut(offset.getCut());
                    }
                }
            }
        }
        return latest;
    }
}
