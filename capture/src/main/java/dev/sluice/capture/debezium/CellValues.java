package dev.sluice.capture.debezium;

import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/// One value as Debezium has it before any converter, to the cell that our topics carry. Where
/// Debezium's or JDBC's objects would lose something, log ([TextColumn]) and snapshot
/// ([SnapshotQueries]) both bring PostgreSQL's own text, in the styles that [EngineSettings] sets.
final class CellValues {

    /// Stand for a cell that the log left out. Told by identity, so that no text is mistaken for
    /// it.
    static final String UNCHANGED_TEXT = new String(new char[] {'u'});

    static final ByteBuffer UNCHANGED_BYTES = ByteBuffer.allocate(1).asReadOnlyBuffer();

    private CellValues() {}

    static @Nullable Object of(ColumnType type, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (UnchangedToastedReplicationMessageColumn.isUnchangedToastedValue(value)) {
            return switch (type.kind()) {
                case BYTES -> UNCHANGED_BYTES;
                default -> UNCHANGED_TEXT;
            };
        }
        return switch (type.kind()) {
            case BOOLEAN -> value;
            case INTEGER -> ((Number) value).longValue();
            case REAL -> ((Number) value).floatValue();
            case DOUBLE -> ((Number) value).doubleValue();
            case NUMERIC ->
                    type.baseType().equals("money") ? MoneyText.plain(text(value)) : text(value);
            case TIMESTAMP -> TimeParser.timestamp(text(value));
            case DATE -> TimeParser.date(text(value));
            case TIME -> TimeParser.time(text(value));
            case BYTES -> bytes(value);
            case ARRAY -> ArrayText.json(text(value), type.baseType());
            case TEXT, UUID, JSON, INTERVAL, OTHER -> text(value);
        };
    }

    private static ByteBuffer bytes(Object value) {
        return switch (value) {
            case byte[] bytes -> ByteBuffer.wrap(bytes);
            case ByteBuffer buffer -> buffer;
            default -> ByteBuffer.wrap(HexFormat.of().parseHex(value.toString().substring(2)));
        };
    }

    private static String text(Object value) {
        return switch (value) {
            case String text -> text;
            case PGobject object -> String.valueOf(object.getValue());
            case byte[] bytes -> new String(bytes, StandardCharsets.UTF_8);
            default -> value.toString();
        };
    }
}
