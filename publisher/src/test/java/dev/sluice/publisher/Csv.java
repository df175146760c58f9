package dev.sluice.publisher;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a file as a customer would who has the documentation only: RFC 4180 with LF, where an
/// unquoted `NULL` is SQL NULL and an unquoted empty cell is blank. Shares nothing with the writer.
public final class Csv {

    /// How a cell was written.
    public enum Form {
        PLAIN,
        QUOTED,
        NULL,
        BLANK
    }

    /// A cell.
    public record Cell(Form form, String text) {

        /// The text as a column of text has it; null for SQL NULL.
        public @Nullable String value() {
            return form == Form.NULL ? null : text;
        }
    }

    private final String text;
    private int at;

    private Csv(String text) {
        this.text = text;
    }

    /// All lines, the header first.
    public static List<List<Cell>> lines(String text) {
        return new Csv(text).readAll();
    }

    /// The rows, each by column.
    public static List<Map<String, Cell>> rows(String text) {
        List<List<Cell>> lines = lines(text);
        List<Cell> header = lines.getFirst();
        List<Map<String, Cell>> rows = new ArrayList<>();
        for (List<Cell> line : lines.subList(1, lines.size())) {
            if (line.size() != header.size()) {
                throw new IllegalStateException("a line of " + line.size() + " cells: " + line);
            }
            Map<String, Cell> row = new HashMap<>();
            for (int i = 0; i < line.size(); i++) {
                row.put(header.get(i).text(), line.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    private List<List<Cell>> readAll() {
        List<List<Cell>> lines = new ArrayList<>();
        while (at < text.length()) {
            lines.add(line());
        }
        return lines;
    }

    private List<Cell> line() {
        List<Cell> cells = new ArrayList<>();
        while (true) {
            cells.add(text.charAt(at) == '"' ? quoted() : plain());
            char end = text.charAt(at++);
            if (end == '\n') {
                return cells;
            }
            if (end != ',') {
                throw new IllegalStateException("'" + end + "' after a cell at " + at);
            }
        }
    }

    private Cell plain() {
        int start = at;
        while (text.charAt(at) != ',' && text.charAt(at) != '\n') {
            at++;
        }
        String cell = text.substring(start, at);
        return switch (cell) {
            case "" -> new Cell(Form.BLANK, "");
            case "NULL" -> new Cell(Form.NULL, "");
            default -> new Cell(Form.PLAIN, cell);
        };
    }

    private Cell quoted() {
        StringBuilder cell = new StringBuilder();
        at++;
        while (true) {
            char c = text.charAt(at++);
            if (c != '"') {
                cell.append(c);
            } else if (text.charAt(at) == '"') {
                cell.append('"');
                at++;
            } else {
                return new Cell(Form.QUOTED, cell.toString());
            }
        }
    }
}
