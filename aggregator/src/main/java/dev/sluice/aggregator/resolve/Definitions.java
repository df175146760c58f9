package dev.sluice.aggregator.resolve;

import dev.sluice.record.TableDefinition;
import org.jspecify.annotations.Nullable;

/// The definitions of tables that are known so far. They come by a topic of their own, which may be
/// some moments behind `changes`; nothing here waits for it.
@FunctionalInterface
interface Definitions {

    /// A version of a table's definition, or null if it is not known yet.
    @Nullable TableDefinition find(String table, int version);

    /// A version that is known.
    ///
    /// @throws IllegalStateException if it is not
    default TableDefinition get(String table, int version) {
        TableDefinition definition = find(table, version);
        if (definition == null) {
            throw new IllegalStateException(
                    "version %d of the table %s is not known".formatted(version, table));
        }
        return definition;
    }
}
