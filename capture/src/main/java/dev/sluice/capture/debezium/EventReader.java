package dev.sluice.capture.debezium;

import dev.sluice.capture.definition.Layouts;
import dev.sluice.capture.event.SourceEvent;
import dev.sluice.record.Operation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// Debezium's records to our events. A record is one of: a transaction's begin or end, a logical
/// message, a row's change or reading in Debezium's envelope. Not thread-safe.
final class EventReader {

    private static final String NEW_KEY = "__debezium.newkey";
    private static final String OLD_KEY = "__debezium.oldkey";

    private final String transactionTopic;
    private final String messageTopic;
    private final Map<String, Map<String, RowReader>> rows = new HashMap<>();

    EventReader(String topicPrefix, Layouts layouts) {
        this.transactionTopic = topicPrefix + ".transaction";
        this.messageTopic = topicPrefix + ".message";
        layouts.layouts()
                .forEach((name, table) ->
                        rows.computeIfAbsent(name.schema(), s -> new HashMap<>())
                                .put(name.name(), new RowReader(table)));
    }

    /// The event of a record; null for a record that is nothing of the source's.
    @Nullable SourceEvent read(SourceRecord record) {
        if (!(record.value() instanceof Struct value)) {
            return null;
        }
        if (record.topic().equals(transactionTopic)) {
            return boundary(record, value);
        }
        if (record.topic().equals(messageTopic)) {
            return message(value);
        }
        return row(record, value);
    }

    private static SourceEvent boundary(SourceRecord record, Struct value) {
        if (value.getString("status").equals("BEGIN")) {
            String id = value.getString("id");
            int colon = id.indexOf(':');
            return new SourceEvent.Begin(
                    Long.parseLong(colon < 0 ? id : id.substring(0, colon)),
                    Instant.ofEpochMilli(value.getInt64("ts_ms")));
        }
        Object lsn = record.sourceOffset().get("lsn_commit");
        if (!(lsn instanceof Long commit)) {
            throw new IllegalStateException("Debezium ended a transaction without its LSN");
        }
        return new SourceEvent.End(commit, Map.of("lsn", commit.toString()));
    }

    private static SourceEvent message(Struct value) {
        Struct message = value.getStruct("message");
        Object content = message.get("content");
        String text =
                switch (content) {
                    case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
                    case ByteBuffer bytes ->
                            StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
                    default -> "";
                };
        return new SourceEvent.Message(message.getString("prefix"), text);
    }

    private SourceEvent row(SourceRecord record, Struct value) {
        Struct source = value.getStruct("source");
        RowReader reader =
                rows.getOrDefault(source.getString("schema"), Map.of())
                        .get(source.getString("table"));
        if (reader == null) {
            return new SourceEvent.Other();
        }
        Instant at = micros(source.getInt64("ts_us"));
        return switch (value.getString("op")) {
            case "r" ->
                    new SourceEvent.Read(
                            reader.table(value), cells(reader, value, "after"), at, lsn(source));
            case "c" -> change(record, value, reader, Operation.INSERT, at);
            case "u" -> change(record, value, reader, Operation.UPDATE, at);
            case "d" -> change(record, value, reader, Operation.DELETE, at);
            case "t" -> new SourceEvent.Truncate(reader.table(value), at);
            default -> new SourceEvent.Other();
        };
    }

    private static SourceEvent change(
            SourceRecord record, Struct value, RowReader reader, Operation operation, Instant at) {
        Struct before = value.getStruct("before");
        return new SourceEvent.Row(
                reader.table(value),
                operation,
                before == null ? null : reader.cells(before),
                operation == Operation.DELETE ? null : cells(reader, value, "after"),
                otherKey(record, value, reader, operation),
                at);
    }

    /// Debezium splits an update of the primary key and has each half name the other's key.
    private static @Nullable List<Object> otherKey(
            SourceRecord record, Struct value, RowReader reader, Operation operation) {
        Header header =
                switch (operation) {
                    case DELETE -> record.headers().lastWithName(NEW_KEY);
                    case INSERT -> record.headers().lastWithName(OLD_KEY);
                    case UPDATE, READ -> null;
                };
        return header != null && header.value() instanceof Struct key
                ? reader.identity(value, key)
                : null;
    }

    private static @Nullable Object[] cells(RowReader reader, Struct value, String side) {
        return reader.cells(value.getStruct(side));
    }

    private static long lsn(Struct source) {
        Long lsn = source.getInt64("lsn");
        return lsn == null ? 0 : lsn;
    }

    private static Instant micros(long micros) {
        return Instant.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
    }
}
