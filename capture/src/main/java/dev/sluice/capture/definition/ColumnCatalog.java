package dev.sluice.capture.definition;

import dev.sluice.capture.source.SourceTable;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.table.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What PostgreSQL's catalog has of the columns of captured tables, beside what a definition says.
final class ColumnCatalog {

    private static final String COLUMNS =
            TypeNames.BASE_TYPES
                    + """
                    SELECT n.nspname, c.relname, a.attname, a.attnum, base.type::bigint,
                           a.atthasdef OR a.atthasmissing OR a.attidentity <> ''
                               OR t.typdefault IS NOT NULL
                    FROM pg_class c
                    JOIN pg_namespace n ON n.oid = c.relnamespace
                    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                    JOIN pg_type t ON t.oid = a.atttypid
                    JOIN base ON base.domain = a.atttypid
                    WHERE c.relkind IN ('r', 'p')
                      AND (n.nspname, c.relname) IN (SELECT * FROM unnest(?::text[], ?::text[]))
                    """;

    /// @param type its type's number
    /// @param filled whether rows that were there before the column may have a value in it
    private record Column(int number, int type, boolean filled) {}

    private final Map<TableName, Map<String, Column>> columns = new HashMap<>();

    private ColumnCatalog() {}

    static ColumnCatalog read(Connection connection, Collection<SourceTable> tables)
            throws SQLException {
        ColumnCatalog catalog = new ColumnCatalog();
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "text", tables.stream().map(t -> t.name().schema()).toArray()));
            query.setArray(
                    2,
                    connection.createArrayOf(
                            "text", tables.stream().map(t -> t.name().name()).toArray()));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    catalog.columns
                            .computeIfAbsent(
                                    new TableName(row.getString(1), row.getString(2)),
                                    _ -> new LinkedHashMap<>())
                            .put(
                                    row.getString(3),
                                    new Column(
                                            row.getInt(4),
                                            (int) row.getLong(5),
                                            row.getBoolean(6)));
                }
            }
        }
        return catalog;
    }

    /// The types of a table's captured columns, in its order; 0 for one that was just dropped.
    List<Integer> types(SourceTable table) {
        Map<String, Column> known = columns.getOrDefault(table.name(), Map.of());
        return table.columns().stream()
                .map(column -> known.get(column.getName()))
                .map(column -> column == null ? 0 : column.type())
                .toList();
    }

    /// The names of a table's columns that are not captured.
    Set<String> leftOut(SourceTable table) {
        Set<String> names = new HashSet<>(columns.getOrDefault(table.name(), Map.of()).keySet());
        table.columns().stream().map(ColumnDefinition::getName).forEach(names::remove);
        return names;
    }

    /// The numbers of a table's columns in which rows may have a value that was never written to
    /// them: a default, or what a rewrite of the table put there.
    Set<Integer> filled(TableName table) {
        return columns.getOrDefault(table, Map.of()).values().stream()
                .filter(Column::filled)
                .map(Column::number)
                .collect(Collectors.toSet());
    }
}
