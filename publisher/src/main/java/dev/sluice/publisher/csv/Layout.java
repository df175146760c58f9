package dev.sluice.publisher.csv;

import dev.sluice.config.TableConfig;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.FileColumn;
import dev.sluice.record.TableDefinition;
import dev.sluice.table.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The columns of a table's file, in order: those of the table in its own order, without the tenant
/// column and those excluded, then the derived ones, or as the configuration's `columns` orders
/// them; then `deleted_at`.
///
/// @param table the table's name
/// @param columns in the order of the file
/// @param numbers of the table's columns by name, where known: by them a column is found in rows of
///   another version, under whatever name
public record Layout(String table, List<LayoutColumn> columns, Map<String, Integer> numbers) {

    static final String DELETED_AT = "deleted_at";

    /// The type that the manifest gives for a derived column.
    private static final String TEXT = "text";

    /// The type that the manifest gives for `deleted_at`.
    private static final String TIMESTAMP = "timestamp";

    /// A column of a file.
    sealed interface LayoutColumn {
        String name();
    }

    /// A column of the table.
    record Stored(String name, String type) implements LayoutColumn {}

    /// A column made from others.
    record Derived(String name, Template template) implements LayoutColumn {}

    /// When the row was deleted.
    record DeletedAt() implements LayoutColumn {
        @Override
        public String name() {
            return DELETED_AT;
        }
    }

    public Layout {
        columns = List.copyOf(columns);
        numbers = Map.copyOf(numbers);
    }

    /// The layout of a table's files.
    ///
    /// @param definition the table as it is at the cut
    /// @param config what the configuration says of it
    public static Layout of(TableDefinition definition, TableConfig config) {
        Map<String, LayoutColumn> usual = new LinkedHashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (ColumnDefinition column : definition.getColumns()) {
            String name = column.getName();
            if (column.getNumber() != 0) {
                numbers.put(name, column.getNumber());
            }
            if (!name.equals(definition.getTenantColumn()) && !config.exclude().contains(name)) {
                usual.put(name, new Stored(name, column.getSourceType()));
            }
        }
        config.derive().forEach((name, template) -> usual.put(name, new Derived(name, template)));
        // A table's own deleted_at gives way: the file's says when the row went.
        usual.remove(DELETED_AT);

        List<LayoutColumn> ordered = new ArrayList<>();
        for (String name : config.columns()) {
            LayoutColumn column = usual.remove(name);
            if (column != null) {
                ordered.add(column);
            }
        }
        ordered.addAll(usual.values());
        ordered.add(new DeletedAt());
        return new Layout(definition.getTable(), ordered, numbers);
    }

    /// The columns as the ledger and the manifest name them.
    public List<FileColumn> fileColumns() {
        return columns.stream().map(Layout::fileColumn).toList();
    }

    private static FileColumn fileColumn(LayoutColumn column) {
        return switch (column) {
            case Stored(String name, String type) -> new FileColumn(name, type, null);
            case Derived(String name, Template template) ->
                    new FileColumn(name, TEXT, template.toString());
            case DeletedAt() -> new FileColumn(DELETED_AT, TIMESTAMP, null);
        };
    }

    /// Writes the header.
    public void header(CsvBuffer out) {
        for (LayoutColumn column : columns) {
            int start = out.beginCell();
            out.put(column.name());
            out.endText(start);
        }
        out.endLine();
    }
}
