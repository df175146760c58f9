package dev.sluice.publisher.definitions;

import dev.sluice.record.TableDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/// Definitions by table and version, as they become known. Thread-safe.
final class KnownDefinitions {

    private final Map<String, NavigableMap<Integer, TableDefinition>> tables =
            new ConcurrentSkipListMap<>();

    void add(TableDefinition definition) {
        tables.computeIfAbsent(definition.getTable(), _ -> new ConcurrentSkipListMap<>())
                .put(definition.getVersion(), definition);
    }

    Optional<TableDefinition> version(String table, int version) {
        return Optional.ofNullable(versions(table).get(version));
    }

    Optional<TableDefinition> at(String table, long sequence) {
        for (TableDefinition definition : versions(table).descendingMap().values()) {
            if (holdsAt(definition, sequence)) {
                return Optional.of(definition);
            }
        }
        return Optional.empty();
    }

    /// A definition holds from its sequence on. The first version of a table that had no change yet
    /// begins with the next sequence, but the table is there already, if empty.
    private static boolean holdsAt(TableDefinition definition, long sequence) {
        long from = definition.getSequence();
        return from <= sequence || (definition.getVersion() == 1 && from == sequence + 1);
    }

    List<TableDefinition> allAt(long sequence) {
        List<TableDefinition> all = new ArrayList<>();
        tables.keySet().forEach(table -> at(table, sequence).ifPresent(all::add));
        return all;
    }

    private NavigableMap<Integer, TableDefinition> versions(String table) {
        return tables.getOrDefault(table, new ConcurrentSkipListMap<>());
    }
}
