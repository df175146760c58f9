package dev.sluice.app.skip;

import dev.sluice.app.kafka.TopicWriter;
import dev.sluice.config.KafkaConfig;
import dev.sluice.key.SkipKey;
import dev.sluice.record.SkippedRecord;
import dev.sluice.wire.Records;

/// Writes to `offsets` that a record is to be skipped.
final class SkipEntry {

    private final KafkaConfig kafka;

    SkipEntry(KafkaConfig kafka) {
        this.kafka = kafka;
    }

    /// Writes it, and returns when the broker has it.
    ///
    /// @throws dev.sluice.app.shell.CommandFailedException if the broker does not take it
    void write(SkippedRecord record) {
        String key =
                new SkipKey(record.getTopic(), record.getPartition(), record.getOffset())
                        .toString();
        new TopicWriter(kafka)
                .write(kafka.topics().offsets(), 0, key, new Records().encode(record));
    }
}
