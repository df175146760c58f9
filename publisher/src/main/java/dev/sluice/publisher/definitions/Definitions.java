package dev.sluice.publisher.definitions;

import dev.sluice.record.TableDefinition;
import java.util.List;
import java.util.Optional;

/// The versions of the tables' definitions. Thread-safe.
public interface Definitions {

    /// A version of a table's definition. Waits for one that is not known yet.
    ///
    /// @throws InterruptedException if the thread is interrupted meanwhile
    TableDefinition version(String table, int version) throws InterruptedException;

    /// The last version of a table's definition up to a sequence, the table as it is at a cut;
    /// nothing if it came later.
    Optional<TableDefinition> at(String table, long sequence);

    /// All tables up to a sequence, each in its last version, sorted by name.
    List<TableDefinition> allAt(long sequence);

    /// Learns what was written until now. Whoever has read the mark of a cut, and then calls this,
    /// knows all definitions that hold at the cut.
    void catchUp() throws InterruptedException;
}
