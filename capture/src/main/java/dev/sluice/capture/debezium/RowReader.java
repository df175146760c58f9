package dev.sluice.capture.debezium;

import dev.sluice.capture.definition.Layout;
import dev.sluice.capture.source.SourceTable;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.Unchanged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/// Debezium's rows of one table to cells in the order of the table's columns. A row is in the first
/// layout that it fits; once a row was in a later one, the earlier ones are over. Not thread-safe.
final class RowReader {

    private static final Unchanged UNCHANGED = new Unchanged();

    private final List<Layout> layouts;
    private final Map<Schema, Rows> known = new IdentityHashMap<>();
    private int first;

    /// How rows of one of Debezium's schemas are read.
    private record Rows(SourceTable table, Field[] fields) {}

    RowReader(List<Layout> layouts) {
        this.layouts = List.copyOf(layouts);
    }

    /// The table as it was when a change was made.
    ///
    /// @param change in Debezium's envelope
    /// @throws ColumnsChanged if the row fits no layout
    SourceTable table(Struct change) {
        return rows(change.schema().field("after").schema()).table();
    }

    /// @throws ColumnsChanged if the row fits no layout
    @Nullable Object[] cells(Struct row) {
        Field[] byColumn = rows(row.schema()).fields();
        @Nullable Object[] cells = new @Nullable Object[byColumn.length];
        for (int i = 0; i < byColumn.length; i++) {
            Object cell = row.getWithoutDefault(byColumn[i].name());
            cells[i] = isUnchanged(cell) ? UNCHANGED : cell;
        }
        return cells;
    }

    /// The cells of the replica identity, from a struct that holds at least these.
    List<Object> identity(Struct change, Struct key) {
        SourceTable table = table(change);
        List<Object> cells = new ArrayList<>();
        for (int index : table.identity()) {
            cells.add(key.getWithoutDefault(table.columns().get(index).getName()));
        }
        return cells;
    }

    /// Told by identity: a text may well read like the sentinel.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isUnchanged(@Nullable Object cell) {
        return cell == CellValues.UNCHANGED_TEXT || cell == CellValues.UNCHANGED_BYTES;
    }

    private Rows rows(Schema schema) {
        return known.computeIfAbsent(schema, this::match);
    }

    private Rows match(Schema schema) {
        Map<String, Integer> logged = new HashMap<>();
        for (Field field : schema.fields()) {
            logged.put(field.name(), type(field));
        }
        for (int i = first; i < layouts.size(); i++) {
            if (layouts.get(i).matches(logged)) {
                first = i;
                return rows(layouts.get(i).table(), schema);
            }
        }
        throw new ColumnsChanged(
                layouts.getFirst().table().name(),
                schema.fields().stream().map(RowReader::described).toList(),
                layouts.stream().map(RowReader::described).toList());
    }

    private static Rows rows(SourceTable table, Schema schema) {
        return new Rows(
                table,
                table.columns().stream()
                        .map(column -> schema.field(column.getName()))
                        .toArray(Field[]::new));
    }

    private static Integer type(Field field) {
        Map<String, String> parameters = field.schema().parameters();
        String type = parameters == null ? null : parameters.get(CellConverter.TYPE);
        return type == null ? 0 : Integer.valueOf(type);
    }

    private static String described(Field field) {
        return field.name() + " " + type(field);
    }

    private static List<String> described(Layout layout) {
        List<ColumnDefinition> columns = layout.table().columns();
        return IntStream.range(0, columns.size())
                .mapToObj(i -> columns.get(i).getName() + " " + layout.types().get(i))
                .toList();
    }
}
