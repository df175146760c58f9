package dev.sluice.capture.reading;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a [ChunkSource] did.
public sealed interface Answer {

    /// It began.
    record Begun() implements Answer {}

    /// Rows as they stood at one moment.
    ///
    /// @param rows the cells of each, in the table's order of columns
    /// @param visibility the moment
    /// @param last whether there is no row after these in the primary key's order
    record Chunk(List<@Nullable Object[]> rows, Visibility visibility, boolean last)
            implements Answer {

        public Chunk {
            rows = List.copyOf(rows);
        }
    }

    /// The source does not take the reading's condition.
    record Refused(String reason) implements Answer {}
}
