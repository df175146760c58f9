package dev.sluice.capture.definition;

import dev.sluice.capture.source.SourceTable;
import dev.sluice.record.ColumnDefinition;
import java.util.List;
import java.util.Map;

/// The columns that a table's rows in the log may have.
///
/// @param table what rows with these columns are
/// @param types for each column the number of its type in `pg_type`, domains resolved; 0 for a type
///   that is no longer there
public record Layout(SourceTable table, List<Integer> types) {

    public Layout {
        types = List.copyOf(types);
    }

    /// Whether columns of the log are these.
    ///
    /// @param logged their types by their names
    public boolean matches(Map<String, Integer> logged) {
        List<ColumnDefinition> columns = table.columns();
        if (logged.size() != columns.size()) {
            return false;
        }
        for (int i = 0; i < columns.size(); i++) {
            if (!types.get(i).equals(logged.get(columns.get(i).getName()))) {
                return false;
            }
        }
        return true;
    }
}
