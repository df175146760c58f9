package dev.sluice.capture.unlogged;

import dev.sluice.table.TableName;
import java.util.Map;
import java.util.Optional;

/// Tells how the captured tables stand. Used by the stream's thread.
public interface Standings {

    /// How they stand at this moment; without those that the source no longer has.
    ///
    /// @throws IllegalStateException if the source cannot be asked
    Map<TableName, Standing> now();

    /// How they stood when they were last looked at, if that differs from the look before; given
    /// once.
    Optional<Map<TableName, Standing>> changed();

    /// What the rows of a partition fulfil, and of its table no others, as SQL; nothing if it is
    /// gone, or takes every row.
    ///
    /// @param partition as a [Standing] has it
    /// @throws IllegalStateException if the source cannot be asked
    Optional<String> condition(long partition);
}
