package dev.sluice.capture;

import dev.sluice.capture.TestSource.Entry;
import dev.sluice.record.Change;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.Operation;
import dev.sluice.record.SnapshotEnded;
import dev.sluice.record.TableDefinition;
import dev.sluice.record.Truncated;
import dev.sluice.record.Unchanged;
import dev.sluice.table.CellText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a reader of `changes` knows of one table: as the aggregator does, it completes what the log
/// left out by the cells of before, and has rows that a snapshot did not meet deleted.
final class HeldTable {

    /// Stands for a cell that nobody told; a reading has to.
    private static final Object UNKNOWN =
            new Object() {
                @Override
                public String toString() {
                    return "nobody knows";
                }
            };

    private final String name;
    private final Map<Integer, TableDefinition> definitions = new HashMap<>();
    private final Map<String, Row> rows = new TreeMap<>();

    private record Row(long epoch, Map<String, @Nullable Object> cells) {}

    private HeldTable(String name) {
        this.name = name;
    }

    /// The rows, by id, each with its cells' texts in the order of the last definition.
    static Map<String, List<@Nullable String>> read(
            String name, List<Entry> entries, List<TableDefinition> definitions) {
        HeldTable table = new HeldTable(name);
        definitions.stream()
                .filter(definition -> definition.getTable().equals(name))
                .forEach(definition -> table.definitions.put(definition.getVersion(), definition));
        entries.stream()
                .sorted(
                        Comparator.comparingLong(HeldTable::sequence)
                                .thenComparing(e -> e.value() instanceof Change ? 0 : 1))
                .forEach(table::take);
        return table.texts();
    }

    private static long sequence(Entry entry) {
        return switch (entry.value()) {
            case Change change -> change.getSequence();
            case Truncated truncated -> truncated.getSequence();
            case SnapshotEnded ended -> ended.getSequence();
            default -> 0;
        };
    }

    private void take(Entry entry) {
        switch (entry.value()) {
            case Change change when entry.key().startsWith(name + "/") -> take(entry.key(), change);
            case Truncated truncated when truncated.getTable().equals(name) -> rows.clear();
            case SnapshotEnded ended when ended.getTables().contains(name) ->
                    rows.values().removeIf(row -> row.epoch() < ended.getEpoch());
            default -> {}
        }
    }

    private void take(String key, Change change) {
        if (change.getOperation() == Operation.DELETE) {
            Row moved = rows.remove(key);
            if (change.getCounterpart() != null && moved != null) {
                rows.put("moving " + change.getCounterpart(), moved);
            }
            return;
        }
        Row before = change.getCounterpart() == null ? rows.get(key) : rows.remove("moving " + key);
        List<ColumnDefinition> columns = definition(change.getVersion()).getColumns();
        Map<String, @Nullable Object> cells = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String column = columns.get(i).getName();
            Object cell = change.getCells().get(i);
            if (cell instanceof Unchanged) {
                cell = before == null ? UNKNOWN : before.cells().getOrDefault(column, UNKNOWN);
            }
            cells.put(column, cell);
        }
        rows.put(key, new Row(change.getEpoch(), cells));
    }

    private TableDefinition definition(int version) {
        return Objects.requireNonNull(definitions.get(version), name + " " + version);
    }

    private Map<String, List<@Nullable String>> texts() {
        TableDefinition last = definition(definitions.size());
        Map<String, List<@Nullable String>> texts = new TreeMap<>();
        rows.forEach((key, row) -> {
            List<@Nullable String> cells = new ArrayList<>();
            for (ColumnDefinition column : last.getColumns()) {
                Object cell = row.cells().get(column.getName());
                cells.add(text(column, cell));
            }
            texts.put(key.substring(name.length() + 1), cells);
        });
        return texts;
    }

    private static @Nullable String text(ColumnDefinition column, @Nullable Object cell) {
        if (cell == null) {
            return null;
        }
        return cell.equals(UNKNOWN) ? cell.toString() : CellText.of(column.getKind(), cell);
    }
}
