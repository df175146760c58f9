package dev.sluice.capture.debezium;

import io.debezium.connector.postgresql.PostgresStreamingChangeEventSource.PgConnectionSupplier;
import io.debezium.connector.postgresql.PostgresType;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Column;
import io.debezium.connector.postgresql.connection.ReplicationMessage.ColumnTypeMetadata;
import org.jspecify.annotations.Nullable;

/// A column of a change whose value is the text that PostgreSQL sent.
///
/// Debezium turns that text into Java objects before any converter sees it, and some of them hold
/// less: an infinite interval becomes one of zero, a time with zone loses its zone, points become
/// `1.0`, and a zone with seconds or an interval of many hours stops the engine. The text is not to
/// be had from a column in any way but its `toString()`, which is `name(type)=text`; should that
/// ever change, [#getValue] fails rather than guesses. It is cheaper than the objects, too.
final class TextColumn implements Column {

    private final Column column;

    private TextColumn(Column column) {
        this.column = column;
    }

    static Column of(Column column) {
        return column.isToastedColumn() || isExact(column.getType())
                ? column
                : new TextColumn(column);
    }

    /// Whether Debezium's own object for a type holds all that its text does.
    private static boolean isExact(PostgresType type) {
        PostgresType root = type.getRootType();
        if (root.isArrayType()) {
            return false;
        }
        return switch (root.getName()) {
            case "bool", "int2", "int4", "int8", "oid", "float4", "float8" -> true;
            case "bytea", "text", "varchar", "bpchar", "json", "jsonb", "uuid" -> true;
            default -> false;
        };
    }

    @Override
    public @Nullable Object getValue(PgConnectionSupplier connection, boolean unknownTypes) {
        String printed = column.toString();
        String name = column.getName();
        int typeAt = name.length();
        if (printed.startsWith(name) && printed.startsWith("(", typeAt)) {
            return printed.substring(printed.indexOf(")=", typeAt) + 2);
        }
        // NULL is a column without text.
        if (column.getValue(connection, unknownTypes) == null) {
            return null;
        }
        throw new IllegalStateException(
                "Debezium's columns no longer print their values' text, e.g. \"" + name + "\"");
    }

    @Override
    public String getName() {
        return column.getName();
    }

    @Override
    public PostgresType getType() {
        return column.getType();
    }

    @Override
    public ColumnTypeMetadata getTypeMetadata() {
        return column.getTypeMetadata();
    }

    @Override
    public boolean isOptional() {
        return column.isOptional();
    }
}
