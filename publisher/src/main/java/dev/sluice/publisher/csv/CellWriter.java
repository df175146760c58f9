package dev.sluice.publisher.csv;

import dev.sluice.publisher.row.RowView;
import dev.sluice.publisher.row.RowView.Content;
import dev.sluice.record.ColumnKind;
import dev.sluice.table.CellText;
import dev.sluice.table.TimeText;

/// Writes the text of cells, as [CellText] has it, without making a `String` of it. Not
/// thread-safe.
final class CellWriter {

    private final StringBuilder time = new StringBuilder(32);

    /// Whether text of this kind may hold what has to be quoted.
    static boolean mayNeedQuotes(ColumnKind kind) {
        return switch (kind) {
            case BOOLEAN, INTEGER, NUMERIC, REAL, DOUBLE, TIMESTAMP, DATE, TIME, BYTES, UUID ->
                    false;
            case TEXT, INTERVAL, JSON, ARRAY, OTHER -> true;
        };
    }

    /// Writes a cell that is not NULL, unquoted.
    ///
    /// @throws IllegalArgumentException if the cell does not hold what its kind is carried as
    void put(ColumnKind kind, RowView row, int cell, CsvBuffer out) {
        switch (kind) {
            case BOOLEAN -> {
                require(kind, row, cell, Content.BOOLEAN);
                out.put((byte) (row.booleanAt(cell) ? '1' : '0'));
            }
            case INTEGER -> {
                require(kind, row, cell, Content.LONG);
                out.put(row.longAt(cell));
            }
            case REAL -> {
                require(kind, row, cell, Content.FLOAT);
                out.put(CellText.of(kind, row.floatAt(cell)));
            }
            case DOUBLE -> {
                require(kind, row, cell, Content.DOUBLE);
                out.put(CellText.of(kind, row.doubleAt(cell)));
            }
            case TIMESTAMP, DATE, TIME -> {
                require(kind, row, cell, Content.LONG);
                putTime(kind, row.longAt(cell), out);
            }
            case BYTES -> {
                require(kind, row, cell, Content.BYTES);
                out.put((byte) '\\');
                out.put((byte) 'x');
                out.putHexadecimal(row.bytes(), row.start(cell), row.length(cell));
            }
            case NUMERIC, TEXT, INTERVAL, UUID, JSON, ARRAY, OTHER -> {
                require(kind, row, cell, Content.STRING);
                out.put(row.bytes(), row.start(cell), row.length(cell));
            }
        }
    }

    /// Writes microseconds since 1970 as a timestamp.
    void putTimestamp(long micros, CsvBuffer out) {
        putTime(ColumnKind.TIMESTAMP, micros, out);
    }

    private void putTime(ColumnKind kind, long value, CsvBuffer out) {
        time.setLength(0);
        switch (kind) {
            case TIMESTAMP -> TimeText.timestamp(value, time);
            case DATE -> TimeText.date(value, time);
            default -> TimeText.time(value, time);
        }
        out.put(time);
    }

    private static void require(ColumnKind kind, RowView row, int cell, Content content) {
        if (row.content(cell) != content) {
            throw new IllegalArgumentException(
                    "a cell of kind "
                            + kind
                            + " holds "
                            + row.content(cell)
                            + " where "
                            + content
                            + " is expected");
        }
    }
}
