package dev.sluice.capture.source;

import dev.sluice.record.SourceOffset;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The replication slot as the source has it.
///
/// @param name its name
/// @param state whether it is there
/// @param active whether somebody reads from it
/// @param confirmed up to where the source may forget its log; 0 without a slot
/// @param logEnd where the source's log ends
record Slot(String name, State state, boolean active, long confirmed, long logEnd) {

    private static final String NOW =
            """
            SELECT s.slot_type, s.plugin, s.database, s.database = current_database(),
                   coalesce(s.wal_status = 'lost', false), coalesce(s.active, false),
                   coalesce(s.confirmed_flush_lsn - '0/0'::pg_lsn, 0)::bigint,
                   (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint
            FROM (SELECT) one LEFT JOIN pg_replication_slots s ON s.slot_name = ?
            """;

    enum State {
        NONE,
        INVALIDATED,
        USABLE
    }

    /// @throws SourceException if a slot of this name is somebody else's
    static Slot read(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(NOW)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                String type = row.getString(1);
                if (type != null
                        && !(type.equals("logical")
                                && row.getString(2).equals("pgoutput")
                                && row.getBoolean(4))) {
                    throw new SourceException(
                            "source.slot: the replication slot \"%s\" is not capture's (%s, plugin %s, database %s); choose another name"
                                    .formatted(name, type, row.getString(2), row.getString(3)));
                }
                State state =
                        type == null
                                ? State.NONE
                                : row.getBoolean(5) ? State.INVALIDATED : State.USABLE;
                return new Slot(name, state, row.getBoolean(6), row.getLong(7), row.getLong(8));
            }
        }
    }

    /// Why the log cannot be followed from an offset, as far as slot and log tell.
    Optional<String> breakSince(SourceOffset offset) {
        return switch (state) {
            case NONE -> Optional.of("the replication slot is gone");
            case INVALIDATED ->
                    Optional.of(
                            "the source gave up the replication slot, and with it the log that was not captured yet (max_slot_wal_keep_size)");
            case USABLE -> {
                if (logEnd < offset.getCommit()) {
                    yield Optional.of(
                            "the source's log ends at %s, before what was captured (%s): the source was restored to an earlier point"
                                    .formatted(lsn(logEnd), lsn(offset.getCommit())));
                }
                // Within a transaction the slot may be ahead of its beginning.
                boolean whole = offset.getPartialEvents() == 0 && offset.getCommit() != 0;
                yield whole && confirmed > offset.getCommit()
                        ? Optional.of(
                                "the replication slot begins at %s, past what was captured (%s): it was made anew or moved"
                                        .formatted(lsn(confirmed), lsn(offset.getCommit())))
                        : Optional.empty();
            }
        };
    }

    /// Drops it, if it is there.
    ///
    /// @throws SQLException also if an earlier capture's connection still uses it
    void drop(Connection connection) throws SQLException {
        if (state != State.NONE) {
            Sql.text(connection, "SELECT pg_drop_replication_slot(?)::text", name);
        }
    }

    private static String lsn(long position) {
        return "%X/%X".formatted(position >>> 32, position & 0xFFFF_FFFFL);
    }
}
