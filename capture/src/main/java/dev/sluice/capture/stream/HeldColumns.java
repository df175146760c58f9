package dev.sluice.capture.stream;

import dev.sluice.capture.source.SourceTable;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.TableDefinition;
import org.jspecify.annotations.Nullable;

/// Which columns' cells, of rows that were read as an older definition says, are still good.
final class HeldColumns {

    private HeldColumns() {}

    /// For each column of a table whether the definition has the same one: by number, where both
    /// have one, name and type.
    ///
    /// @param before null if the table was never read
    static boolean[] of(SourceTable table, @Nullable TableDefinition before) {
        boolean[] held = new boolean[table.columns().size()];
        for (int i = 0; before != null && i < held.length; i++) {
            ColumnDefinition column = table.columns().get(i);
            held[i] = before.getColumns().stream().anyMatch(old -> isSame(old, column));
        }
        return held;
    }

    private static boolean isSame(ColumnDefinition old, ColumnDefinition column) {
        boolean numbered = old.getNumber() != 0 && column.getNumber() != 0;
        return old.getName().equals(column.getName())
                && old.getKind() == column.getKind()
                && old.getSourceType().equals(column.getSourceType())
                && (!numbered || old.getNumber() == column.getNumber());
    }
}
