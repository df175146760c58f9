package dev.sluice.capture.reading;

import dev.sluice.capture.debezium.TableRows;
import dev.sluice.capture.source.SourceTable;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.table.CellText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The SQL of a chunk. A key's cells go in as texts that are cast to the column's type, so that the
/// database compares them, and uses the primary key's index.
///
/// @param sql with a parameter for each cell
/// @param parameters the cells' texts
record ChunkQuery(String sql, List<String> parameters) {

    ChunkQuery {
        parameters = List.copyOf(parameters);
    }

    static ChunkQuery of(Ask.Page page, int limit) {
        SourceTable table = page.table();
        List<String> conditions = new ArrayList<>();
        List<String> parameters = new ArrayList<>();
        List<Object> after = page.after();
        if (after != null) {
            conditions.add(key(table) + " > " + row(table));
            parameters.addAll(texts(table, after));
        }
        if (page.condition() != null) {
            // On lines of its own, so that a comment at its end ends there.
            conditions.add("(\n" + page.condition() + "\n)");
        }
        return new ChunkQuery(
                TableRows.select(table)
                        + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
                        + " ORDER BY "
                        + String.join(", ", keyColumns(table))
                        + " LIMIT "
                        + limit,
                parameters);
    }

    static ChunkQuery of(Ask.Rows rows) {
        SourceTable table = rows.table();
        String wanted = rows.keys().stream().map(_ -> row(table)).collect(Collectors.joining(", "));
        return new ChunkQuery(
                TableRows.select(table) + " WHERE " + key(table) + " IN (" + wanted + ")",
                rows.keys().stream().flatMap(key -> texts(table, key).stream()).toList());
    }

    PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i), Types.OTHER);
        }
        return statement;
    }

    private static String key(SourceTable table) {
        return "(" + String.join(", ", keyColumns(table)) + ")";
    }

    /// Qualified, since the bare name would be that of the selected text.
    private static List<String> keyColumns(SourceTable table) {
        return table.primaryKey().stream()
                .map(index -> name(table) + "." + quoted(table.columns().get(index).getName()))
                .toList();
    }

    private static String row(SourceTable table) {
        return table.primaryKey().stream()
                .map(index -> value(table.columns().get(index)))
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String value(ColumnDefinition column) {
        return switch (column.getKind()) {
            case ARRAY ->
                    "CAST(ARRAY(SELECT jsonb_array_elements_text(CAST(? AS jsonb))) AS "
                            + column.getSourceType()
                            + ")";
            case BOOLEAN,
                    INTEGER,
                    NUMERIC,
                    REAL,
                    DOUBLE,
                    TEXT,
                    TIMESTAMP,
                    DATE,
                    TIME,
                    INTERVAL,
                    BYTES,
                    UUID,
                    JSON,
                    OTHER ->
                    "CAST(? AS " + column.getSourceType() + ")";
        };
    }

    private static List<String> texts(SourceTable table, List<Object> key) {
        return IntStream.range(0, key.size())
                .mapToObj(i -> {
                    ColumnDefinition column = table.columns().get(table.primaryKey().get(i));
                    return CellText.of(column.getKind(), key.get(i));
                })
                .toList();
    }

    static String name(SourceTable table) {
        return quoted(table.name().schema()) + "." + quoted(table.name().name());
    }

    private static String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }
}
