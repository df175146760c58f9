package dev.sluice.publisher.csv;

import dev.sluice.key.RowId;
import dev.sluice.publisher.csv.Layout.DeletedAt;
import dev.sluice.publisher.csv.Layout.Derived;
import dev.sluice.publisher.csv.Layout.LayoutColumn;
import dev.sluice.publisher.csv.Layout.Stored;
import dev.sluice.publisher.row.RowView;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.ColumnKind;
import dev.sluice.record.TableDefinition;
import dev.sluice.table.Template;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes the rows that one version of a table's definition describes as lines of a layout. Where
/// the layout is of another version, columns are matched by number where both have one, else by
/// name, and one that the row's version does not have is NULL.
///
/// Not thread-safe.
public final class LineWriter {

    private static final int ABSENT = -1;
    private static final int NO_NUMBER = 0;

    private final Layout layout;
    private final String description;
    private final CellWriter cells = new CellWriter();
    private final ColumnKind[] kinds;
    private final List<ColumnDefinition> stored;
    private final Map<String, Integer> cellOfDerived = new HashMap<>();
    private final int[] cellOfColumn;
    private final int[] keyPartOfColumn;

    /// @param layout of the file
    /// @param version the definition that the rows name
    public LineWriter(Layout layout, TableDefinition version) {
        this.layout = layout;
        this.description = version.getTable() + " version " + version.getVersion();
        stored = version.getColumns();
        kinds = new ColumnKind[stored.size()];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = stored.get(i).getKind();
        }
        List<LayoutColumn> columns = layout.columns();
        cellOfColumn = new int[columns.size()];
        keyPartOfColumn = new int[columns.size()];
        List<String> key = RowId.columns(version);
        for (int i = 0; i < columns.size(); i++) {
            int cell = columns.get(i) instanceof Stored(String name, _) ? find(name) : ABSENT;
            cellOfColumn[i] = cell;
            keyPartOfColumn[i] = cell == ABSENT ? ABSENT : key.indexOf(stored.get(cell).getName());
        }
    }

    /// The cell of the layout's column.
    private int find(String name) {
        int number = layout.numbers().getOrDefault(name, NO_NUMBER);
        int byName = ABSENT;
        for (int i = 0; i < stored.size(); i++) {
            ColumnDefinition column = stored.get(i);
            if (number != NO_NUMBER && column.getNumber() == number) {
                return i;
            }
            boolean isNumbered = number != NO_NUMBER && column.getNumber() != NO_NUMBER;
            if (!isNumbered && column.getName().equals(name)) {
                byName = i;
            }
        }
        return byName;
    }

    /// Writes a live row.
    public void live(RowView row, CsvBuffer out) {
        if (row.cells() != kinds.length) {
            throw new IllegalArgumentException(
                    "a row of "
                            + description
                            + " has "
                            + row.cells()
                            + " cells where its definition has "
                            + kinds.length
                            + " columns");
        }
        List<LayoutColumn> columns = layout.columns();
        for (int i = 0; i < cellOfColumn.length; i++) {
            int start = out.beginCell();
            switch (columns.get(i)) {
                case Stored _ -> cell(row, cellOfColumn[i], start, out);
                case Derived derived -> derived(row, derived.template(), start, out);
                case DeletedAt _ -> {}
            }
        }
        out.endLine();
    }

    private void cell(RowView row, int cell, int start, CsvBuffer out) {
        if (isNull(row, cell)) {
            out.putNull();
        } else {
            cells.put(kinds[cell], row, cell, out);
            if (CellWriter.mayNeedQuotes(kinds[cell])) {
                out.endText(start);
            }
        }
    }

    private void derived(RowView row, Template template, int start, CsvBuffer out) {
        for (Template.Part part : template.parts()) {
            switch (part) {
                case Template.Part.Literal(String text) -> out.put(text);
                case Template.Part.Column(String column) -> {
                    int cell = cellOfDerived.computeIfAbsent(column, this::find);
                    if (isNull(row, cell)) {
                        out.replaceByNull(start);
                        return;
                    }
                    cells.put(kinds[cell], row, cell, out);
                }
            }
        }
        out.endText(start);
    }

    private static boolean isNull(RowView row, int cell) {
        return cell == ABSENT || row.content(cell) == RowView.Content.NULL;
    }

    /// Writes a deletion: primary key and `deleted_at`, every other cell blank.
    ///
    /// @param id the row's primary key as [RowId] text
    public void deletion(RowView row, String id, CsvBuffer out) {
        List<String> key = RowId.cells(id);
        for (int i = 0; i < keyPartOfColumn.length; i++) {
            int start = out.beginCell();
            if (layout.columns().get(i) instanceof DeletedAt) {
                cells.putTimestamp(row.committedAt(), out);
            } else if (keyPartOfColumn[i] != ABSENT) {
                out.put(key.get(keyPartOfColumn[i]));
                out.endText(start);
            }
        }
        out.endLine();
    }
}
