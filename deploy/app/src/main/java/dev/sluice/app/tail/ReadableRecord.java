package dev.sluice.app.tail;

import dev.sluice.key.ChangeKey;
import dev.sluice.key.MarkKey;
import dev.sluice.key.RowKey;
import dev.sluice.record.Change;
import dev.sluice.record.RowVersion;
import dev.sluice.record.TableDefinition;
import dev.sluice.topic.DeletionHeaders;
import dev.sluice.wire.Records;
import dev.sluice.wire.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A record of a topic as a line of text.
final class ReadableRecord {

    private final KnownDefinitions definitions;
    private final Records records = new Records();
    private final RecordJson json = new RecordJson();

    ReadableRecord(KnownDefinitions definitions) {
        this.definitions = definitions;
    }

    /// Such as `3:1234 2026-11-23T14:05:31.123Z 1/services/83 RowVersion {…}`.
    String line(ConsumerRecord<byte[], byte[]> record) {
        return "%d:%d  %s  %s  %s"
                .formatted(
                        record.partition(),
                        record.offset(),
                        Instant.ofEpochMilli(record.timestamp()),
                        record.key() == null
                                ? "-"
                                : new String(record.key(), StandardCharsets.UTF_8),
                        value(record));
    }

    private String value(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            try {
                return "null " + DeletionHeaders.of(record.headers());
            } catch (IllegalArgumentException e) {
                return "null";
            }
        }
        try {
            SpecificRecord value = records.decode(record.value());
            return value.getSchema().getName() + " " + json.text(value, definition(record, value));
        } catch (UnreadableRecordException e) {
            return "cannot be read: " + e.getMessage();
        }
    }

    private Optional<TableDefinition> definition(
            ConsumerRecord<byte[], byte[]> record, SpecificRecord value) {
        if (MarkKey.isMark(record.key())) {
            return Optional.empty();
        }
        return switch (value) {
            case Change change ->
                    definitions.find(ChangeKey.parse(record.key()).table(), change.getVersion());
            case RowVersion row ->
                    definitions.find(RowKey.parse(record.key()).table(), row.getVersion());
            default -> Optional.empty();
        };
    }
}
