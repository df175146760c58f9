package dev.sluice.capture.stream;

import dev.sluice.capture.source.SourceTable;
import dev.sluice.key.ChangeKey;
import dev.sluice.key.RowId;
import dev.sluice.key.SortKey;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.Unchanged;
import dev.sluice.table.CellText;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the cells of a row say of its keys and tenant.
final class Cells {

    private Cells() {}

    /// The key under which `changes` knows the row.
    static ChangeKey identity(SourceTable table, @Nullable Object[] cells) {
        return new ChangeKey(table.name().toString(), text(table, cells, table.identity()));
    }

    /// The same, of the identity's cells alone.
    static ChangeKey key(SourceTable table, List<Object> identityCells) {
        List<String> texts = new ArrayList<>(identityCells.size());
        for (int i = 0; i < identityCells.size(); i++) {
            ColumnDefinition column = table.columns().get(table.identity().get(i));
            texts.add(CellText.of(column.getKind(), identityCells.get(i)));
        }
        return new ChangeKey(table.name().toString(), RowId.of(texts));
    }

    /// The primary key as text, in the table's order of columns.
    static String id(SourceTable table, @Nullable Object[] cells) {
        List<Integer> key = table.primaryKey();
        return text(table, cells, key.size() == 1 ? key : key.stream().sorted().toList());
    }

    /// The primary key in the order of the file.
    static ByteBuffer sortKey(SourceTable table, @Nullable Object[] cells) {
        SortKey key = new SortKey();
        for (int index : table.primaryKey()) {
            key.add(table.columns().get(index).getKind(), present(table, cells, index));
        }
        return ByteBuffer.wrap(key.toBytes());
    }

    /// Whether the log told the tenant: by the row after, or by a whole row before.
    static boolean tenantKnown(
            SourceTable table,
            @Nullable Object @Nullable [] after,
            @Nullable Object @Nullable [] before) {
        if (after != null) {
            return !(after[table.tenant()] instanceof Unchanged);
        }
        return table.identityFull()
                || (before != null && table.identity().contains(table.tenant()));
    }

    /// The tenant column's text, null for SQL NULL.
    static @Nullable String tenant(SourceTable table, @Nullable Object[] cells) {
        Object cell = cells[table.tenant()];
        return cell == null
                ? null
                : CellText.of(table.columns().get(table.tenant()).getKind(), cell);
    }

    /// Whether none of some columns is missing.
    static boolean hasAll(@Nullable Object[] cells, List<Integer> indexes) {
        for (int index : indexes) {
            if (cells[index] == null || cells[index] instanceof Unchanged) {
                return false;
            }
        }
        return true;
    }

    /// The row after, with the cells that the log left out taken from the whole row before.
    static @Nullable Object[] completed(@Nullable Object[] after, @Nullable Object[] before) {
        @Nullable Object[] completed = after.clone();
        for (int i = 0; i < completed.length; i++) {
            if (completed[i] instanceof Unchanged) {
                completed[i] = before[i];
            }
        }
        return completed;
    }

    private static String text(SourceTable table, @Nullable Object[] cells, List<Integer> indexes) {
        if (indexes.size() == 1) {
            int index = indexes.getFirst();
            return RowId.of(List.of(textOf(table, cells, index)));
        }
        List<String> texts = new ArrayList<>(indexes.size());
        for (int index : indexes) {
            texts.add(textOf(table, cells, index));
        }
        return RowId.of(texts);
    }

    private static String textOf(SourceTable table, @Nullable Object[] cells, int index) {
        return CellText.of(table.columns().get(index).getKind(), present(table, cells, index));
    }

    private static Object present(SourceTable table, @Nullable Object[] cells, int index) {
        Object cell = cells[index];
        if (cell == null || cell instanceof Unchanged) {
            throw new IllegalStateException(
                    "the log left out the key column "
                            + table.name()
                            + "."
                            + table.columns().get(index).getName());
        }
        return cell;
    }
}
