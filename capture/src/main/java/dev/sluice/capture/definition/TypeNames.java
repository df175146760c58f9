package dev.sluice.capture.definition;

import dev.sluice.capture.source.SourceTable;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.TableDefinition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// The types that published definitions name.
final class TypeNames {

    /// For every type its base type, domains resolved.
    static final String BASE_TYPES =
            """
            WITH RECURSIVE base(domain, type) AS (
                SELECT oid, oid FROM pg_type WHERE typtype <> 'd'
                UNION ALL
                SELECT d.oid, b.type FROM pg_type d JOIN base b ON d.typbasetype = b.domain
                WHERE d.typtype = 'd')
            """;

    private static final String TYPES =
            BASE_TYPES
                    + """
                    SELECT name, t.oid::bigint, coalesce(e.typname, t.typname)
                    FROM unnest(?::text[]) name
                    JOIN base ON base.domain = to_regtype(name)
                    JOIN pg_type t ON t.oid = base.type
                    LEFT JOIN pg_type item ON item.oid = t.typelem AND item.typarray = t.oid
                    LEFT JOIN base item_base ON item_base.domain = item.oid
                    LEFT JOIN pg_type e ON e.oid = item_base.type
                    """;

    private static final Type GONE = new Type(0, "text");

    /// @param number in `pg_type`
    /// @param baseName its name there; of an array its elements'
    private record Type(int number, String baseName) {}

    private final Map<String, Type> types = new HashMap<>();

    private TypeNames() {}

    static TypeNames read(Connection connection, Collection<TableDefinition> definitions)
            throws SQLException {
        TypeNames names = new TypeNames();
        Object[] wanted =
                definitions.stream()
                        .flatMap(definition -> definition.getColumns().stream())
                        .map(ColumnDefinition::getSourceType)
                        .distinct()
                        .toArray();
        try (PreparedStatement query = connection.prepareStatement(TYPES)) {
            query.setArray(1, connection.createArrayOf("text", wanted));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    names.types.put(
                            row.getString(1), new Type((int) row.getLong(2), row.getString(3)));
                }
            }
        }
        return names;
    }

    /// The layout that a definition describes.
    ///
    /// @param now the table as the catalog has it
    Layout layout(SourceTable now, TableDefinition before) {
        List<ColumnDefinition> columns = before.getColumns();
        List<Type> of =
                columns.stream()
                        .map(column -> types.getOrDefault(column.getSourceType(), GONE))
                        .toList();
        // Only a table whose log brings whole rows of before has no cell that may be left out.
        boolean full =
                now.identityFull() && columns.stream().noneMatch(ColumnDefinition::getOmittable);
        SourceTable table =
                new SourceTable(
                        now.name(),
                        columns,
                        of.stream().map(Type::baseName).toList(),
                        indexes(columns, before.getPrimaryKey()),
                        indexes(columns, before.getIdentity()),
                        index(columns, before.getTenantColumn()),
                        full,
                        softDelete(now, columns));
        return new Layout(table, of.stream().map(Type::number).toList());
    }

    private static List<Integer> indexes(List<ColumnDefinition> columns, List<String> names) {
        return names.stream().map(name -> index(columns, name)).toList();
    }

    /// The column that the configuration names, if the table had it already.
    private static OptionalInt softDelete(SourceTable now, List<ColumnDefinition> columns) {
        return now.softDelete().isEmpty()
                ? OptionalInt.empty()
                : find(columns, now.columns().get(now.softDelete().getAsInt()).getName());
    }

    private static OptionalInt find(List<ColumnDefinition> columns, String name) {
        return IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).getName().equals(name))
                .findFirst();
    }

    private static int index(List<ColumnDefinition> columns, String name) {
        return find(columns, name)
                .orElseThrow(() ->
                        new IllegalStateException("a definition lacks its own column " + name));
    }
}
