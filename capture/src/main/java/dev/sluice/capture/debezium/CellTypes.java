package dev.sluice.capture.debezium;

import dev.sluice.capture.definition.Layout;
import dev.sluice.capture.source.ColumnKinds;
import dev.sluice.capture.source.SourceTable;
import dev.sluice.record.ColumnKind;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// The types of all captured columns, as one property: Debezium makes the converter by its name, so
/// that a property is the only way to tell it anything. `schema.table.column=KIND:base:number`
/// each, URL-encoded, separated by spaces.
final class CellTypes {

    private final Map<String, Map<Integer, ColumnType>> byColumn = new HashMap<>();

    private CellTypes() {}

    static String write(Collection<Layout> layouts) {
        StringBuilder out = new StringBuilder();
        for (Layout layout : layouts) {
            SourceTable table = layout.table();
            String prefix = table.name().schema() + "." + table.name().name() + ".";
            for (int i = 0; i < table.columns().size(); i++) {
                var column = table.columns().get(i);
                out.append(URLEncoder.encode(prefix + column.getName(), StandardCharsets.UTF_8))
                        .append('=')
                        .append(column.getKind())
                        .append(':')
                        .append(URLEncoder.encode(table.baseTypes().get(i), StandardCharsets.UTF_8))
                        .append(':')
                        .append(layout.types().get(i))
                        .append(' ');
            }
        }
        return out.toString();
    }

    static CellTypes parse(String text) {
        CellTypes types = new CellTypes();
        for (String column : text.split(" ", -1)) {
            int equals = column.indexOf('=');
            int colon = column.indexOf(':', equals + 1);
            int last = column.lastIndexOf(':');
            if (equals > 0 && last > colon) {
                types.byColumn
                        .computeIfAbsent(
                                URLDecoder.decode(
                                        column.substring(0, equals), StandardCharsets.UTF_8),
                                _ -> new HashMap<>())
                        .put(
                                Integer.valueOf(column.substring(last + 1)),
                                new ColumnType(
                                        ColumnKind.valueOf(column.substring(equals + 1, colon)),
                                        URLDecoder.decode(
                                                column.substring(colon + 1, last),
                                                StandardCharsets.UTF_8)));
            }
        }
        return types;
    }

    /// The type of a column.
    ///
    /// @param table as Debezium names it, with the database's name or without
    /// @param number the type's, domains resolved: a column that was retyped has two types
    /// @param typeName what Debezium says of the type; serves for a column that was added or
    ///   retyped since the catalog was read, whose rows are refused anyhow
    ColumnType of(String table, String column, int number, String typeName) {
        Map<Integer, ColumnType> types = byColumn.get(table + "." + column);
        if (types == null) {
            types =
                    byColumn.getOrDefault(
                            table.substring(table.indexOf('.') + 1) + "." + column, Map.of());
        }
        ColumnType type = types.get(number);
        if (type != null) {
            return type;
        }
        boolean array = typeName.startsWith("_");
        String base = array ? typeName.substring(1) : typeName;
        return new ColumnType(ColumnKinds.of(base, array), base);
    }
}
