package dev.sluice.app.shell;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows of cells, printed in columns.
public final class TextTable {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /// A table with these headings.
    public TextTable(String... headings) {
        rows.add(List.of(headings));
    }

    /// Adds a row, with a cell for each heading.
    public void row(String... cells) {
        rows.add(List.copyOf(Arrays.asList(cells)));
    }

    /// Prints the headings and the rows.
    public void print(PrintWriter out) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length()));
                line.append(GAP);
            }
            out.println(line.toString().stripTrailing());
        }
        out.flush();
    }
}
