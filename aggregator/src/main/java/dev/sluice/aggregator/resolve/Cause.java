package dev.sluice.aggregator.resolve;

import dev.sluice.record.Change;
import dev.sluice.record.Position;
import dev.sluice.record.SnapshotEnded;
import dev.sluice.record.Truncated;

/// What made a row version: the place in the source's log that it will name.
///
/// @param sequence of the change, or of the mark that swept the row away
/// @param since the last cut before it
/// @param position where in the log
/// @param committedAt when, in microseconds since 1970
record Cause(long sequence, long since, Position position, long committedAt) {

    static Cause of(Change change) {
        return new Cause(
                change.getSequence(),
                change.getSince(),
                change.getPosition(),
                change.getCommittedAt());
    }

    static Cause of(Truncated mark) {
        return new Cause(
                mark.getSequence(), mark.getSince(), mark.getPosition(), mark.getCommittedAt());
    }

    static Cause of(SnapshotEnded mark) {
        return new Cause(
                mark.getSequence(), mark.getSince(), mark.getPosition(), mark.getCommittedAt());
    }
}
