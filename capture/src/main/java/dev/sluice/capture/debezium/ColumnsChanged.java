package dev.sluice.capture.debezium;

import dev.sluice.capture.source.SourceException;
import dev.sluice.table.TableName;
import java.util.List;

/// A row of the log has columns that fit neither the table's last published definition nor the
/// catalog as it was when the engine was built. The catalog is read again when the engine is
/// rebuilt; if they still do not fit, nobody knows what the row is.
public final class ColumnsChanged extends RuntimeException {

    private final TableName table;
    private final List<String> logged;

    /// @param logged the columns of the log, with their types
    /// @param known the columns of what is known, in words
    ColumnsChanged(TableName table, List<String> logged, List<List<String>> known) {
        super(
                "the log has other columns of "
                        + table
                        + " ("
                        + logged
                        + ") than are known "
                        + known);
        this.table = table;
        this.logged = List.copyOf(logged);
    }

    /// Whether another row is in the same unknown columns.
    public boolean isSame(ColumnsChanged other) {
        return table.equals(other.table) && logged.equals(other.logged);
    }

    /// That the catalog, read again, does not help.
    public SourceException unknown() {
        return new SourceException(
                "tables."
                        + table
                        + ": "
                        + getMessage()
                        + ", neither as last published nor as in today's catalog: the table was"
                        + " altered more than once while capture was behind. Bring the table's columns"
                        + " back to one of these until capture is past that point, or drop the"
                        + " replication slot, so that all tables are read again",
                this);
    }
}
