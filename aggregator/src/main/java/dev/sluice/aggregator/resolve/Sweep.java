package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.state.HeldRow;
import dev.sluice.record.SnapshotEnded;
import dev.sluice.record.Truncated;
import java.util.List;

/// The deletion of many rows by one mark: of every row of a table that a TRUNCATE emptied, or of
/// every row that a complete snapshot of its table did not meet.
///
/// A sweep holds from the moment its mark is read, but is carried out in slices, and a row may
/// change before its turn comes. So each row is swept when a slice reaches it or when its next
/// change comes, whichever is first; asking again does no harm. A row with changes from before the
/// mark that still wait is left alone until they are applied: they may say that the row is there.
///
/// @param cause what the deletions will name
/// @param tables whose rows are swept
/// @param epoch of the snapshot that ended; 0 for a TRUNCATE
record Sweep(Cause cause, List<String> tables, long epoch) {

    Sweep {
        tables = List.copyOf(tables);
    }

    static Sweep of(Truncated mark) {
        return new Sweep(Cause.of(mark), List.of(mark.getTable()), 0);
    }

    static Sweep of(SnapshotEnded mark) {
        return new Sweep(Cause.of(mark), mark.getTables(), mark.getEpoch());
    }

    /// Whether it deletes a row.
    boolean covers(String table, HeldRow row) {
        return tables.contains(table) && covers(row);
    }

    /// Whether it deletes a row of one of its tables.
    boolean covers(HeldRow row) {
        return epoch == 0 ? row.getSequence() <= cause.sequence() : row.getEpoch() < epoch;
    }
}
