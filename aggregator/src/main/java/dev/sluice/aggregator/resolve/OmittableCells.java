package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.state.HeldCell;
import dev.sluice.aggregator.state.HeldRow;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.ColumnKind;
import dev.sluice.record.TableDefinition;
import dev.sluice.record.Unchanged;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/// Which cells of a row the log may leave out of its next update, and putting them back.
///
/// PostgreSQL leaves out an unchanged value that it stores out of line (TOAST). It stores so no
/// value that takes 24 bytes or less in the row, header included, so of texts, numbers and byte
/// strings the short ones need not be held. Other kinds may take more room there than their text
/// does (`[1,2]` as an array takes over 24), so of an omittable column they are held at any length.
final class OmittableCells {

    /// With a header of 4 bytes 21 is the shortest that is ever left out; in a database whose
    /// encoding is not UTF-8 a text may take a third more there than here.
    private static final int SHORTEST_BYTES = 15;

    private final Definitions definitions;

    OmittableCells(Definitions definitions) {
        this.definitions = definitions;
    }

    /// The cells to hold of a row.
    ///
    /// @param unknown the columns of those that are not known, rising
    List<HeldCell> of(
            String table, int version, List<@Nullable Object> cells, List<Integer> unknown) {
        TableDefinition definition = definitions.get(table, version);
        List<HeldCell> held = new ArrayList<>();
        for (int column = 0; column < cells.size(); column++) {
            Object cell = cells.get(column);
            if (unknown.contains(column)) {
                held.add(new HeldCell(column, null));
            } else if ((cell instanceof String || cell instanceof ByteBuffer)
                    && mayBeOmitted(definition, column, cell)) {
                held.add(new HeldCell(column, cell));
            }
        }
        return held;
    }

    private static boolean mayBeOmitted(TableDefinition definition, int index, Object cell) {
        ColumnDefinition column = definition.getColumns().get(index);
        return column.getOmittable()
                && (!hasItsOwnLength(column.getKind()) || length(cell) >= SHORTEST_BYTES);
    }

    private static boolean hasItsOwnLength(ColumnKind kind) {
        return kind == ColumnKind.TEXT || kind == ColumnKind.NUMERIC || kind == ColumnKind.BYTES;
    }

    private static int length(Object cell) {
        if (cell instanceof ByteBuffer bytes) {
            return bytes.remaining();
        }
        String text = (String) cell;
        return text.length() >= SHORTEST_BYTES ? text.length() : Utils.utf8Length(text);
    }

    /// The columns of the cells that the log left out, rising.
    static List<Integer> omitted(List<@Nullable Object> cells) {
        List<Integer> omitted = new ArrayList<>();
        for (int column = 0; column < cells.size(); column++) {
            if (cells.get(column) instanceof Unchanged) {
                omitted.add(column);
            }
        }
        return omitted;
    }

    /// A cell that the log left out, as it is held of the row before; null if it is not known: its
    /// column was added or retyped since, or the row changed in a time without log.
    ///
    /// @param version of the table's definition that has the column
    @Nullable Object find(String table, int version, int column, HeldRow held) {
        ColumnDefinition now = definitions.get(table, version).getColumns().get(column);
        int place = place(now, definitions.get(table, held.getVersion()).getColumns());
        for (HeldCell cell : held.getOmittable()) {
            if (cell.getColumn() == place) {
                return fits(now.getKind(), cell.getValue()) ? cell.getValue() : null;
            }
        }
        return null;
    }

    private static boolean fits(ColumnKind kind, @Nullable Object cell) {
        return (kind == ColumnKind.BYTES) == (cell instanceof ByteBuffer);
    }

    /// Where a column stands in another version: its number outlives a new name; where numbers are
    /// not known, the name tells.
    private static int place(ColumnDefinition column, List<ColumnDefinition> columns) {
        for (int i = 0; i < columns.size(); i++) {
            ColumnDefinition other = columns.get(i);
            boolean numbered = column.getNumber() != 0 && other.getNumber() != 0;
            if (numbered
                    ? column.getNumber() == other.getNumber()
                    : column.getName().equals(other.getName())) {
                return i;
            }
        }
        return -1;
    }
}
