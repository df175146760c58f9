package dev.sluice.key;

import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.TableDefinition;
import java.util.ArrayList;
import java.util.List;

/// The text of a key of a table: the CSV text of each of its columns, in the table's order,
/// escaped, joined with `,`. The same row always has the same text, though the order in the key may
/// change.
public final class RowId {

    private RowId() {}

    /// The id of a row.
    ///
    /// @param cells the CSV text of the key's columns, in the table's order; at least one
    public static String of(List<String> cells) {
        if (cells.isEmpty()) {
            throw new IllegalArgumentException("a key has at least one column");
        }
        if (cells.size() == 1) {
            return KeyText.escape(cells.getFirst());
        }
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            KeyText.escape(cells.get(i), out);
        }
        return out.toString();
    }

    /// The names of the primary key's columns in the order of its text.
    public static List<String> columns(TableDefinition definition) {
        return definition.getColumns().stream()
                .map(ColumnDefinition::getName)
                .filter(definition.getPrimaryKey()::contains)
                .toList();
    }

    /// The CSV text of the key's columns, in the table's order: the inverse of [#of(List)].
    ///
    /// @throws IllegalArgumentException if `id` is no such text
    public static List<String> cells(String id) {
        if (id.indexOf(',') < 0) {
            return List.of(KeyText.unescape(id));
        }
        List<String> cells = new ArrayList<>(4);
        int from = 0;
        for (int comma = id.indexOf(','); comma >= 0; comma = id.indexOf(',', from)) {
            cells.add(KeyText.unescape(id.substring(from, comma)));
            from = comma + 1;
        }
        cells.add(KeyText.unescape(id.substring(from)));
        return List.copyOf(cells);
    }
}
