package dev.sluice.capture.event;

import dev.sluice.capture.source.SourceTable;
import dev.sluice.record.Operation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing that the source reports, in the order of its log. A snapshot's reads come first, then
/// transactions, each as [Begin], its content, [End]. Cells are as `dev.sluice.record` carries
/// them, one for each captured column in the table's order; [dev.sluice.record.Unchanged] stands
/// for a cell that the log left out, and is compared by its type.
public sealed interface SourceEvent {

    /// A row read by the snapshot.
    ///
    /// @param moment what the snapshot shows
    /// @param lsn the snapshot's consistent point
    record Read(SourceTable table, @Nullable Object[] cells, Instant moment, long lsn)
            implements SourceEvent {}

    /// A transaction begins.
    ///
    /// @param transaction its id
    /// @param committedAt when it committed, to the millisecond
    record Begin(long transaction, Instant committedAt) implements SourceEvent {}

    /// A row changed.
    ///
    /// @param before the cells that the log has of the row before, null where it has none at all;
    ///   columns outside the replica identity may be null without being so
    /// @param after the cells after, null for a deletion
    /// @param otherKey for the halves of a changed primary key: the other half's key cells
    /// @param committedAt to the microsecond
    record Row(
            SourceTable table,
            Operation operation,
            @Nullable Object @Nullable [] before,
            @Nullable Object @Nullable [] after,
            @Nullable List<Object> otherKey,
            Instant committedAt)
            implements SourceEvent {}

    /// A table was emptied.
    record Truncate(SourceTable table, Instant committedAt) implements SourceEvent {}

    /// A message that someone wrote to the log within a transaction.
    record Message(String prefix, String content) implements SourceEvent {}

    /// An event that is nothing to us, but counts.
    record Other() implements SourceEvent {}

    /// The transaction ends.
    ///
    /// @param lsn where the log goes on after it
    /// @param engineOffset what the engine needs to go on from here
    record End(long lsn, Map<String, String> engineOffset) implements SourceEvent {

        public End {
            engineOffset = Map.copyOf(engineOffset);
        }
    }
}
