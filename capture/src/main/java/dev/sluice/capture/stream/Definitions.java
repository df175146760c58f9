package dev.sluice.capture.stream;

import dev.sluice.capture.definition.Alteration;
import dev.sluice.capture.source.SourceTable;
import dev.sluice.record.TableDefinition;
import dev.sluice.table.TableName;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Which version of its definition a table is at. A table that is not as its last definition says
/// gets the next version, published before the first change that needs it. Not thread-safe.
public final class Definitions {

    private final Map<String, TreeMap<Integer, TableDefinition>> versions = new HashMap<>();
    private final Map<SourceTable, Integer> current = new IdentityHashMap<>();
    private Map<TableName, Set<Integer>> filled = Map.of();

    /// Takes in which columns may have values that were never written to them.
    ///
    /// @param numbers of each table the columns' numbers
    public void filled(Map<TableName, Set<Integer>> numbers) {
        filled = Map.copyOf(numbers);
    }

    /// Takes in a definition that `tables` holds.
    public void published(TableDefinition definition) {
        versions.computeIfAbsent(definition.getTable(), _ -> new TreeMap<>())
                .put(definition.getVersion(), definition);
    }

    /// The last version of a table's definition; null if there is none.
    @Nullable TableDefinition last(String table) {
        TreeMap<Integer, TableDefinition> known = versions.get(table);
        return known == null ? null : known.lastEntry().getValue();
    }

    /// The last definition of every table that has one.
    public Map<TableName, TableDefinition> last() {
        Map<TableName, TableDefinition> last = new HashMap<>();
        versions.forEach(
                (table, known) -> last.put(TableName.parse(table), known.lastEntry().getValue()));
        return last;
    }

    /// The version of a table whose next one needs a reading, because the table was altered in such
    /// a way; nothing if its last one describes it, or says as much of its rows.
    OptionalInt unreadSince(SourceTable table) {
        TableDefinition before = current.containsKey(table) ? null : last(table.name().toString());
        return before != null
                        && !table.isDescribedBy(before)
                        && new Alteration(
                                        before, table, filled.getOrDefault(table.name(), Set.of()))
                                .needsReading()
                ? OptionalInt.of(before.getVersion())
                : OptionalInt.empty();
    }

    /// A version of a table's definition; null if there is no such version.
    @Nullable TableDefinition find(String table, int version) {
        TreeMap<Integer, TableDefinition> known = versions.get(table);
        return known == null ? null : known.get(version);
    }

    /// The version that describes a table.
    ///
    /// @param sequence the change that needs it
    /// @param sink where a new version goes
    int versionOf(SourceTable table, long sequence, Sink sink) {
        Integer known = current.get(table);
        if (known != null) {
            return known;
        }
        @Nullable TableDefinition before = last(table.name().toString());
        TableDefinition now = before;
        if (now == null || !table.isDescribedBy(now)) {
            now = table.definition(before == null ? 1 : before.getVersion() + 1, sequence);
            sink.definition(now);
            published(now);
        }
        current.put(table, now.getVersion());
        return now.getVersion();
    }
}
