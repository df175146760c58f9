package dev.sluice.capture.reading;

import dev.sluice.capture.source.SourceTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the stream has a [ChunkSource] do next.
public sealed interface Ask {

    /// The table to read.
    SourceTable table();

    /// Begin: say so in the log.
    record Begin(SourceTable table) implements Ask {}

    /// Read the next rows in the primary key's order.
    ///
    /// @param condition SQL that limits the rows; null for all
    /// @param after the primary key's cells, in the key's order, of the last row read; null for the
    ///   first chunk, which is read when every transaction has ended that runs now
    record Page(SourceTable table, @Nullable String condition, @Nullable List<Object> after)
            implements Ask {

        public Page {
            after = after == null ? null : List.copyOf(after);
        }
    }

    /// Read certain rows.
    ///
    /// @param keys the cells of their primary keys, in the key's order
    record Rows(SourceTable table, List<List<Object>> keys) implements Ask {

        public Rows {
            keys = List.copyOf(keys);
        }
    }
}
