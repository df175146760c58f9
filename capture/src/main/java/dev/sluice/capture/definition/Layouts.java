package dev.sluice.capture.definition;

import dev.sluice.capture.source.SourceTable;
import dev.sluice.record.TableDefinition;
import dev.sluice.table.TableName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the log may bring of the captured tables. Capture may be behind: rows that were written
/// before a table was altered have the columns of its last published definition, rows after that
/// those of today's catalog.
///
/// @param layouts of each table the layouts that its rows may have, in the order in which they
///   come: one, or two where the catalog differs from what was published
/// @param leftOut of each table the columns that are not captured
/// @param filled of each table the numbers of the columns in which rows may have a value that was
///   never written to them
public record Layouts(
        Map<TableName, List<Layout>> layouts,
        Map<TableName, Set<String>> leftOut,
        Map<TableName, Set<Integer>> filled) {

    public Layouts {
        layouts = Map.copyOf(layouts);
        leftOut = Map.copyOf(leftOut);
        filled = Map.copyOf(filled);
    }

    /// @param tables as the catalog has them
    /// @param published the last definition of each table that has one, by its name
    static Layouts of(
            Collection<SourceTable> tables,
            ColumnCatalog columns,
            Map<TableName, TableDefinition> published,
            TypeNames types) {
        Map<TableName, List<Layout>> layouts = new LinkedHashMap<>();
        Map<TableName, Set<String>> leftOut = new LinkedHashMap<>();
        Map<TableName, Set<Integer>> filled = new LinkedHashMap<>();
        for (SourceTable table : tables) {
            Layout now = new Layout(table, columns.types(table));
            layouts.put(
                    table.name(),
                    Optional.ofNullable(published.get(table.name()))
                            .filter(before -> !table.isDescribedBy(before))
                            .map(before -> List.of(types.layout(table, before), now))
                            .orElse(List.of(now)));
            leftOut.put(table.name(), columns.leftOut(table));
            filled.put(table.name(), columns.filled(table.name()));
        }
        return new Layouts(layouts, leftOut, filled);
    }

    /// The tables as the catalog has them.
    public List<SourceTable> tables() {
        return layouts.values().stream().map(table -> table.getLast().table()).toList();
    }

    /// Whether no table may be in the log in older columns than the catalog's.
    public boolean isDecided() {
        return layouts.values().stream().allMatch(table -> table.size() == 1);
    }
}
