package dev.sluice.capture.definition;

import dev.sluice.capture.source.SourceTable;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.TableDefinition;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What became of a table since a definition of it.
///
/// @param filled the numbers of its columns in which rows may have a value that was never written
///   to them
public record Alteration(TableDefinition before, SourceTable now, Set<Integer> filled) {

    public Alteration {
        filled = Set.copyOf(filled);
    }

    /// Whether rows, as they are known, may differ from those of the table, though the log said
    /// nothing: a column was renamed, retyped, or added with values; the key or the tenant column
    /// is another; cells may now be left out that nobody keeps.
    public boolean needsReading() {
        TableDefinition after = now.definition(before.getVersion(), before.getSequence());
        return !numbers(before, before.getPrimaryKey())
                        .equals(numbers(after, after.getPrimaryKey()))
                || !before.getIdentity().equals(after.getIdentity())
                || !before.getTenantColumn().equals(after.getTenantColumn())
                || now.columns().stream().anyMatch(this::mayDiffer);
    }

    private boolean mayDiffer(ColumnDefinition column) {
        Optional<ColumnDefinition> old =
                before.getColumns().stream().filter(c -> isSame(c, column)).findFirst();
        return old.map(o ->
                        !o.getName().equals(column.getName())
                                || !o.getSourceType().equals(column.getSourceType())
                                || (column.getOmittable() && !o.getOmittable()))
                .orElseGet(() -> filled.contains(column.getNumber()) || isNoNewColumn(column));
    }

    /// A column that the table had before, but that was excluded then: new ones get higher numbers.
    private boolean isNoNewColumn(ColumnDefinition column) {
        return before.getColumns().stream().anyMatch(old -> old.getNumber() > column.getNumber());
    }

    private static boolean isSame(ColumnDefinition old, ColumnDefinition column) {
        return (old.getNumber() != 0 && column.getNumber() != 0)
                ? old.getNumber() == column.getNumber()
                : old.getName().equals(column.getName());
    }

    private static List<Integer> numbers(TableDefinition definition, List<String> names) {
        return names.stream()
                .map(name ->
                        definition.getColumns().stream()
                                .filter(column -> column.getName().equals(name))
                                .findFirst()
                                .map(ColumnDefinition::getNumber)
                                .orElse(0))
                .toList();
    }
}
