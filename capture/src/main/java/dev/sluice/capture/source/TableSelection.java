package dev.sluice.capture.source;

import dev.sluice.table.TableName;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which tables are captured.
///
/// @param tenantColumn the tenant column of every table that names none
/// @param tables the named tables; empty for every table that has the tenant column and a primary
///   key
public record TableSelection(String tenantColumn, Map<TableName, Choice> tables) {

    public TableSelection {
        tables = Map.copyOf(tables);
    }

    /// What is said of one table.
    ///
    /// @param tenantColumn its tenant column, null for the default
    /// @param exclude columns that are never captured
    public record Choice(@Nullable String tenantColumn, Set<String> exclude) {

        public Choice {
            exclude = Set.copyOf(exclude);
        }
    }
}
