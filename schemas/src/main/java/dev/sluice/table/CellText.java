package dev.sluice.table;

import dev.sluice.record.ColumnKind;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/// The text of a cell in a CSV file, before quoting. This table is the contract between capture,
/// which fills the cells, and publisher, which writes them; SQL NULL is null in every kind.
///
/// | kind | source types | carried as | written as |
/// |---|---|---|---|
/// | BOOLEAN | boolean | boolean | `1`, `0` |
/// | INTEGER | smallint, integer, bigint, oid | long | decimal |
/// | NUMERIC | numeric, money | string | plain decimal, scale kept; `NaN`, `Infinity`, `-Infinity` |
/// | REAL, DOUBLE | real, double precision | float, double | shortest text that reads back the same |
/// | TEXT | text, varchar, char | string | as it is |
/// | TIMESTAMP | timestamp with or without zone | long, µs since 1970 UTC | `2020-02-19 13:57:11.5` |
/// | DATE | date | long, days since 1970 | `2020-02-19` |
/// | TIME | time without zone | long, µs of the day | `13:57:11.5` |
/// | INTERVAL | interval | string | ISO 8601 |
/// | BYTES | bytea | bytes | `\x` and hexadecimal |
/// | UUID, JSON, OTHER | uuid; json, jsonb; enum, network, range, bit, xml, … | string | the source's own text |
/// | ARRAY | arrays | string | a JSON array |
///
/// For TIMESTAMP and DATE `Long.MAX_VALUE` is `infinity` and `Long.MIN_VALUE` is `-infinity`.
public final class CellText {

    private CellText() {}

    /// The text of a cell.
    ///
    /// @param kind the column's kind
    /// @param cell the cell, not null, carried as the table above says
    /// @throws ClassCastException if the cell is not carried so
    public static String of(ColumnKind kind, Object cell) {
        return switch (kind) {
            case BOOLEAN -> (Boolean) cell ? "1" : "0";
            case INTEGER -> Long.toString((Long) cell);
            case REAL -> FloatText.of((Float) cell);
            case DOUBLE -> FloatText.of((Double) cell);
            case TIMESTAMP -> append(kind, (Long) cell);
            case DATE -> append(kind, (Long) cell);
            case TIME -> append(kind, (Long) cell);
            case BYTES -> hexadecimal((ByteBuffer) cell);
            case NUMERIC, TEXT, INTERVAL, UUID, JSON, ARRAY, OTHER -> (String) cell;
        };
    }

    private static String append(ColumnKind kind, long value) {
        StringBuilder out = new StringBuilder(26);
        switch (kind) {
            case TIMESTAMP -> TimeText.timestamp(value, out);
            case DATE -> TimeText.date(value, out);
            default -> TimeText.time(value, out);
        }
        return out.toString();
    }

    private static String hexadecimal(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return "\\x" + HexFormat.of().formatHex(bytes);
    }
}
