package dev.sluice.publisher.definitions;

import dev.sluice.record.CutReached;
import dev.sluice.record.Reading;
import dev.sluice.record.TableDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which definition the files of each table have at a cut: the newest that holds there. But a table
/// that was being read again at the cut keeps the one that it was last wholly read under, and one
/// that was being read for the first time has no file at all.
public final class CutDefinitions {

    private static final int NEVER_READ = 0;

    private final Definitions definitions;
    private final long sequence;
    private final Map<String, Integer> readings = new HashMap<>();

    private CutDefinitions(Definitions definitions, long sequence, List<Reading> readings) {
        this.definitions = definitions;
        this.sequence = sequence;
        readings.forEach(reading -> this.readings.put(reading.getTable(), reading.getVersion()));
    }

    /// Those at a cut.
    public static CutDefinitions at(Definitions definitions, CutReached mark) {
        return new CutDefinitions(definitions, mark.getSequence(), mark.getReadings());
    }

    /// The newest known, before it is known which cut comes next.
    public static CutDefinitions newest(Definitions definitions) {
        return new CutDefinitions(definitions, Long.MAX_VALUE, List.of());
    }

    /// The definition of a table's files; nothing if it has none.
    ///
    /// @throws InterruptedException if the thread is interrupted while it waits for one
    public Optional<TableDefinition> of(String table) throws InterruptedException {
        Integer read = readings.get(table);
        if (read == null) {
            return definitions.at(table, sequence);
        }
        return read == NEVER_READ
                ? Optional.empty()
                : Optional.of(definitions.version(table, read));
    }

    /// Whether a table was being read for the first time.
    public boolean isUnread(String table) {
        return readings.getOrDefault(table, NEVER_READ + 1) == NEVER_READ;
    }

    /// The definitions of all tables that have files, sorted by table.
    public List<TableDefinition> all() throws InterruptedException {
        List<TableDefinition> all = new ArrayList<>();
        for (TableDefinition definition : definitions.allAt(sequence)) {
            of(definition.getTable()).ifPresent(all::add);
        }
        return all;
    }

    /// All versions, which rows may name.
    public Definitions versions() {
        return definitions;
    }

    @Override
    public String toString() {
        return "sequence " + sequence;
    }
}
