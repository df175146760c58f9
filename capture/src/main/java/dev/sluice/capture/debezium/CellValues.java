package dev.sluice.capture.debezium;

import io.debezium.connector.postgresql.PostgresValueConverter;
import io.debezium.connector.postgresql.UnchangedToastedReplicationMessageColumn;
import io.debezium.data.SpecialValueDecimal;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGInterval;
import org.postgresql.util.PGobject;

/// One value as Debezium has it before any converter, to the cell that our topics carry. What the
/// stream decodes into objects, the snapshot reads as PostgreSQL's own text (see
/// [SnapshotQueries]); both come out the same.
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
            case BOOLEAN -> value instanceof Boolean ? value : isTrue(value.toString());
            case INTEGER ->
                    value instanceof Number number
                            ? number.longValue()
                            : Long.parseLong(value.toString());
            case NUMERIC -> numeric(value);
            case REAL -> ((Number) value).floatValue();
            case DOUBLE -> ((Number) value).doubleValue();
            case TIMESTAMP -> timestamp(value);
            case DATE -> date(value);
            case TIME ->
                    value instanceof LocalTime time
                            ? time.toNanoOfDay() / 1_000
                            : TimeParser.time(value.toString());
            case INTERVAL -> interval(value);
            case BYTES -> bytes(value);
            case ARRAY -> ArrayText.json(value.toString(), type.baseType());
            case OTHER -> type.baseType().equals("timetz") ? timetz(value) : text(value);
            case TEXT, UUID, JSON -> text(value);
        };
    }

    private static boolean isTrue(String text) {
        return text.equals("t") || text.equals("true");
    }

    private static String numeric(Object value) {
        return switch (value) {
            case SpecialValueDecimal special ->
                    special.getDecimalValue()
                            .map(BigDecimal::toPlainString)
                            .orElseGet(() -> Double.toString(special.toDouble()));
            case BigDecimal decimal -> decimal.toPlainString();
            default -> value.toString();
        };
    }

    private static long timestamp(Object value) {
        if (value.equals(PostgresValueConverter.POSITIVE_INFINITY_INSTANT)
                || value.equals(PostgresValueConverter.POSITIVE_INFINITY_OFFSET_DATE_TIME)) {
            return Long.MAX_VALUE;
        }
        if (value.equals(PostgresValueConverter.NEGATIVE_INFINITY_INSTANT)
                || value.equals(PostgresValueConverter.NEGATIVE_INFINITY_OFFSET_DATE_TIME)) {
            return Long.MIN_VALUE;
        }
        return switch (value) {
            case Instant instant -> micros(instant.getEpochSecond(), instant.getNano());
            case OffsetDateTime time -> micros(time.toEpochSecond(), time.getNano());
            default -> TimeParser.timestamp(value.toString());
        };
    }

    private static long micros(long seconds, int nanos) {
        return Math.addExact(Math.multiplyExact(seconds, 1_000_000L), nanos / 1_000);
    }

    private static long date(Object value) {
        if (value.equals(PostgresValueConverter.POSITIVE_INFINITY_LOCAL_DATE)) {
            return Long.MAX_VALUE;
        }
        if (value.equals(PostgresValueConverter.NEGATIVE_INFINITY_LOCAL_DATE)) {
            return Long.MIN_VALUE;
        }
        return value instanceof LocalDate date
                ? date.toEpochDay()
                : TimeParser.date(value.toString());
    }

    static String interval(Object value) {
        try {
            return IntervalText.of(
                    value instanceof PGInterval interval
                            ? interval
                            : new PGInterval(value.toString()));
        } catch (SQLException e) {
            throw new IllegalArgumentException("\"" + value + "\" is no interval", e);
        }
    }

    private static ByteBuffer bytes(Object value) {
        return switch (value) {
            case byte[] bytes -> ByteBuffer.wrap(bytes);
            case ByteBuffer buffer -> buffer;
            default -> ByteBuffer.wrap(HexFormat.of().parseHex(value.toString().substring(2)));
        };
    }

    /// A time with zone in UTC, since that is what Debezium keeps of it.
    private static String timetz(Object value) {
        OffsetTime time =
                value instanceof OffsetTime offsetTime
                        ? offsetTime
                        : TimeParser.timetz(value.toString());
        StringBuilder out = new StringBuilder();
        dev.sluice.table.TimeText.time(
                time.withOffsetSameInstant(ZoneOffset.UTC).toLocalTime().toNanoOfDay() / 1_000,
                out);
        return out.append("+00").toString();
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
