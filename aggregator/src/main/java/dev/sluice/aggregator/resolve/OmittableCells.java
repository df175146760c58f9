package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.state.HeldCell;
import dev.sluice.aggregator.step.UnusableRecordException;
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
/// does (`[1,2]` as an array takes over 24), so of an omittable column they are held at any length;
/// and while the definition of a table is not known, everything that can be text is.
final class OmittableCells {

    /// With a header of 4 bytes 21 is the shortest that is ever left out; in a database whose
    /// encoding is not UTF-8 a text may take a third more there than here.
    private static final int SHORTEST_BYTES = 15;

    private final Definitions definitions;

    OmittableCells(Definitions definitions) {
        this.definitions = definitions;
    }

    /// The cells to hold of a complete row.
    List<HeldCell> of(String table, int version, List<@Nullable Object> cells) {
        TableDefinition definition = definitions.find(table, version);
        List<HeldCell> held = new ArrayList<>();
        for (int column = 0; column < cells.size(); column++) {
            Object cell = cells.get(column);
            if ((cell instanceof String || cell instanceof ByteBuffer)
                    && (definition == null || mayBeOmitted(definition, column, cell))) {
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

    /// Whether the log left nothing out.
    static boolean isComplete(List<@Nullable Object> cells) {
        for (Object cell : cells) {
            if (cell instanceof Unchanged) {
                return false;
            }
        }
        return true;
    }

    /// The cells of a change with those that the log left out put back.
    ///
    /// @param cells of the change, described by `version` of the table's definition
    /// @param held of the row before, described by `heldVersion`
    /// @throws UnusableRecordException if one is not held
    List<@Nullable Object> complete(
            String table,
            int version,
            List<@Nullable Object> cells,
            List<HeldCell> held,
            int heldVersion) {
        List<@Nullable Object> complete = new ArrayList<>(cells);
        for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i) instanceof Unchanged) {
                int column = version == heldVersion ? i : column(table, version, i, heldVersion);
                complete.set(i, find(held, column, i));
            }
        }
        return complete;
    }

    private static Object find(List<HeldCell> held, int column, int wanted) {
        for (HeldCell cell : held) {
            if (cell.getColumn() == column) {
                return cell.getValue();
            }
        }
        throw new UnusableRecordException(
                "the log left out the cell at index %d because it did not change, but it is not among those held of the row; read the table again"
                        .formatted(wanted));
    }

    /// Where a column of one version stands in another: the one of the same name.
    private int column(String table, int version, int column, int heldVersion) {
        TableDefinition now = definitions.find(table, version);
        TableDefinition then = definitions.find(table, heldVersion);
        if (now != null && then != null) {
            String name = now.getColumns().get(column).getName();
            for (int i = 0; i < then.getColumns().size(); i++) {
                if (then.getColumns().get(i).getName().equals(name)) {
                    return i;
                }
            }
        }
        return -1;
    }
}
