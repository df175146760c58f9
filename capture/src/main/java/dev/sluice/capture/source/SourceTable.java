package dev.sluice.capture.source;

import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.TableDefinition;
import dev.sluice.table.TableName;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A captured table as the catalog describes it: captured columns only.
///
/// @param name the table
/// @param columns in the table's own order, without the excluded ones
/// @param baseTypes for each column its type's name in `pg_type`, domains resolved; an array's is
///   its elements'
/// @param primaryKey the indexes in `columns` of the primary key, in the key's order
/// @param identity the indexes in `columns` by which the log knows a row, in the table's order, so
///   that an altered order in the key changes no row's name
/// @param tenant the index in `columns` of the tenant column
/// @param identityFull whether the log carries whole rows of before
/// @param softDelete the index in `columns` of the column whose setting means that a row is deleted
public record SourceTable(
        TableName name,
        List<ColumnDefinition> columns,
        List<String> baseTypes,
        List<Integer> primaryKey,
        List<Integer> identity,
        int tenant,
        boolean identityFull,
        OptionalInt softDelete) {

    public SourceTable {
        columns = List.copyOf(columns);
        baseTypes = List.copyOf(baseTypes);
        primaryKey = List.copyOf(primaryKey);
        identity = List.copyOf(identity);
    }

    /// Whether the log knows a row by other columns than its primary key, so that changes of one
    /// primary key can come under different keys.
    public boolean identityApart() {
        return !Set.copyOf(identity).equals(Set.copyOf(primaryKey));
    }

    /// Whether a row's soft-delete column is set: not null, or true where it is a boolean.
    public boolean discards(@Nullable Object[] cells) {
        if (softDelete.isEmpty()) {
            return false;
        }
        Object cell = cells[softDelete.getAsInt()];
        return cell instanceof Boolean set ? set : cell != null;
    }

    /// The definition to publish for it.
    ///
    /// @param version the definition's version
    /// @param sequence the first change that it describes
    public TableDefinition definition(int version, long sequence) {
        return new TableDefinition(
                name.toString(),
                version,
                sequence,
                columns,
                names(primaryKey),
                names(identity),
                columns.get(tenant).getName());
    }

    /// Whether a published definition says the same as this one would.
    public boolean isDescribedBy(TableDefinition published) {
        return definition(published.getVersion(), published.getSequence()).equals(published);
    }

    /// The names of the columns at some indexes.
    private List<String> names(List<Integer> indexes) {
        return indexes.stream().map(i -> columns.get(i).getName()).toList();
    }
}
