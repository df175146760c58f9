package dev.sluice.capture.debezium;

import dev.sluice.capture.source.SourceTable;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.Unchanged;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/// Debezium's rows of one table to cells in the order of the table's columns. Not thread-safe.
final class RowReader {

    private static final Unchanged UNCHANGED = new Unchanged();

    private final SourceTable table;
    private final Map<Schema, Field[]> fields = new IdentityHashMap<>();

    RowReader(SourceTable table) {
        this.table = table;
    }

    SourceTable table() {
        return table;
    }

    /// @throws ColumnsChanged if the row has other columns than the catalog had
    @Nullable Object[] cells(Struct row) {
        Field[] byColumn = fields.computeIfAbsent(row.schema(), this::match);
        @Nullable Object[] cells = new @Nullable Object[byColumn.length];
        for (int i = 0; i < byColumn.length; i++) {
            Object cell = row.getWithoutDefault(byColumn[i].name());
            cells[i] = isUnchanged(cell) ? UNCHANGED : cell;
        }
        return cells;
    }

    /// The cells of the replica identity, from a struct that holds at least these.
    List<Object> identity(Struct key) {
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

    private Field[] match(Schema schema) {
        List<Field> byColumn = new ArrayList<>();
        for (ColumnDefinition column : table.columns()) {
            Field field = schema.field(column.getName());
            if (field != null) {
                byColumn.add(field);
            }
        }
        if (byColumn.size() != table.columns().size()
                || schema.fields().size() != table.columns().size()) {
            throw new ColumnsChanged(
                    "the log has other columns of "
                            + table.name()
                            + " ("
                            + schema.fields().stream().map(Field::name).toList()
                            + ") than the catalog had ("
                            + table.columns().stream().map(ColumnDefinition::getName).toList()
                            + ")");
        }
        return byColumn.toArray(new Field[0]);
    }
}
