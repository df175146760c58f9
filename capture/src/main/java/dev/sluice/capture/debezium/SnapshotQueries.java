package dev.sluice.capture.debezium;

import dev.sluice.capture.source.SourceTable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What the snapshot selects: columns whose JDBC objects would lose something (dates before 1582,
/// infinities, arrays, what JDBC does not know) as PostgreSQL's own text.
final class SnapshotQueries {

    private SnapshotQueries() {}

    static String of(SourceTable table) {
        String columns =
                IntStream.range(0, table.columns().size())
                        .mapToObj(i -> column(table, i))
                        .collect(Collectors.joining(", "));
        return "SELECT "
                + columns
                + " FROM "
                + quoted(table.name().schema())
                + "."
                + quoted(table.name().name());
    }

    private static String column(SourceTable table, int index) {
        String name = quoted(table.columns().get(index).getName());
        return switch (table.columns().get(index).getKind()) {
            case BOOLEAN, INTEGER, REAL, DOUBLE, BYTES, TEXT -> name;
            case NUMERIC, TIMESTAMP, DATE, TIME, INTERVAL, UUID, JSON, ARRAY, OTHER ->
                    text(name, table.baseTypes().get(index)) + " AS " + name;
        };
    }

    /// As the log prints it. The cast of an address adds `/32` where the address has none.
    private static String text(String name, String baseType) {
        return switch (baseType) {
            case "inet" -> "CASE WHEN " + name + " IS NOT NULL THEN format('%s', " + name + ") END";
            default -> name + "::text";
        };
    }

    private static String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }
}
