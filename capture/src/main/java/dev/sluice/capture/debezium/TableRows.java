package dev.sluice.capture.debezium;

import dev.sluice.capture.source.SourceTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads rows of a table without the engine, into the same cells.
public final class TableRows {

    /// What a connection that reads rows runs first, so that values are printed as the engine's
    /// connections have them.
    public static final List<String> STYLES =
            List.of(
                    EngineSettings.SET_ZONE,
                    "SET DateStyle = 'ISO'",
                    "SET IntervalStyle = 'iso_8601'",
                    "SET bytea_output = 'hex'",
                    "SET extra_float_digits = 1");

    private TableRows() {}

    /// `SELECT … FROM schema.table`.
    public static String select(SourceTable table) {
        return SnapshotQueries.of(table);
    }

    /// The cells of the row that the result of such a query stands at.
    public static @Nullable Object[] cells(SourceTable table, ResultSet row) throws SQLException {
        @Nullable Object[] cells = new @Nullable Object[table.columns().size()];
        for (int i = 0; i < cells.length; i++) {
            ColumnType type =
                    new ColumnType(table.columns().get(i).getKind(), table.baseTypes().get(i));
            cells[i] = CellValues.of(type, row.getObject(i + 1));
        }
        return cells;
    }
}
