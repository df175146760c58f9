package dev.sluice.aggregator.compact;

import dev.sluice.aggregator.step.RowHeader;
import dev.sluice.key.RowKey;
import dev.sluice.record.CutReached;
import dev.sluice.record.Reading;
import java.util.Map;
import java.util.stream.Collectors;

/// The tables that were being read at a cut, and so what becomes of their deltas.
///
/// A table that is read for the first time has no deltas until it is wholly read. One that is read
/// again has those of each cut, for its files as they were before; but what changes meanwhile may
/// have to be seen again in its new columns. So the rows of both are carried from window to window,
/// until the first cut after the reading gives the last version of each. A carried row still names
/// the window that it came from, which tells it from the window's own.
///
/// @param cut the one that was reached
/// @param previous the one before it, which the window follows
/// @param versions the newest version of each table's definition that was wholly read before; 0 if
///   there is none
record Readings(long cut, long previous, Map<String, Integer> versions) {

    Readings {
        versions = Map.copyOf(versions);
    }

    static Readings at(CutReached mark) {
        return new Readings(
                mark.getCut(),
                mark.getPrevious(),
                mark.getReadings().stream()
                        .collect(Collectors.toMap(Reading::getTable, Reading::getVersion)));
    }

    /// Whether a row's delta belongs to the cut.
    boolean isWritten(byte[] rowKey, RowHeader row) {
        if (versions.isEmpty()) {
            return true;
        }
        Integer version = versions.get(table(rowKey));
        return version == null || (version > 0 && row.since() == previous);
    }

    /// Whether a row's delta belongs to the next cut, if it has no newer one by then.
    boolean isCarried(byte[] rowKey) {
        return !versions.isEmpty() && versions.containsKey(table(rowKey));
    }

    private static String table(byte[] rowKey) {
        return RowKey.parse(rowKey).table();
    }
}
