package dev.sluice.aggregator;

import java.util.Set;

/// What a reading asks of the source, and tells of it.
interface SourceTables {

    /// Where the table has rows.
    Set<Oracle.Place> places(String table);

    /// Whether there is a row.
    boolean has(Oracle.Place place);

    /// Tells that a row was read, as it is now.
    void tellRead(Oracle.Place place);

    /// Tells that the whole table was read, by the reading of an epoch.
    void tellEnd(String table, long epoch);
}
