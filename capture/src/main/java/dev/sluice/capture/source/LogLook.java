package dev.sluice.capture.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// Where the source's log ends, and how much of it is kept for a slot.
///
/// @param end the position
/// @param retainedBytes from the oldest that the slot needs
public record LogLook(long end, long retainedBytes) {

    private static final String NOW =
            """
            SELECT (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint,
                   coalesce(pg_current_wal_flush_lsn() - restart_lsn, 0)::bigint
            FROM pg_replication_slots WHERE slot_name = ?
            """;

    /// Asks the source; nothing if it has no such slot.
    public static Optional<LogLook> at(Connection connection, String slot) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(NOW)) {
            query.setString(1, slot);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new LogLook(row.getLong(1), row.getLong(2)))
                        : Optional.empty();
            }
        }
    }
}
