package dev.sluice.capture.definition;

import dev.sluice.config.TablesConfig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// A short text that differs when the catalog says something else of the tables that are captured,
/// or could be.
public final class Fingerprint {

    private static final String QUERY =
            """
            SELECT md5(coalesce(string_agg(concat_ws('|', c.oid, n.nspname, c.relname,
                       c.relreplident, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attstorage,
                       a.attgenerated, pk.indkey, pk.indimmediate, ri.indkey), E'\\n'
                       ORDER BY c.oid, a.attnum), ''))
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_index pk ON pk.indrelid = c.oid AND pk.indisprimary
            LEFT JOIN pg_index ri ON ri.indrelid = c.oid AND ri.indisreplident
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'
              AND CASE WHEN ? THEN EXISTS (SELECT FROM pg_attribute t
                                           WHERE t.attrelid = c.oid AND t.attname = ?
                                             AND NOT t.attisdropped)
                  ELSE (n.nspname, c.relname) IN (SELECT * FROM unnest(?::text[], ?::text[])) END
            """;

    private Fingerprint() {}

    public static String read(Connection connection, TablesConfig selection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            query.setBoolean(1, selection.isEveryTable());
            query.setString(2, selection.tenantColumn());
            query.setArray(
                    3,
                    connection.createArrayOf(
                            "text",
                            selection.listed().keySet().stream().map(t -> t.schema()).toArray()));
            query.setArray(
                    4,
                    connection.createArrayOf(
                            "text",
                            selection.listed().keySet().stream().map(t -> t.name()).toArray()));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
