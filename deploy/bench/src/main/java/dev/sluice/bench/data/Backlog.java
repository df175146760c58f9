package dev.sluice.bench.data;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Changes of check results, in transactions of a thousand: four in ten update some row, one in ten
/// deletes one, the others insert.
public final class Backlog {

    private static final int TRANSACTION = 1_000;

    /// Updates and deletions meet rows by chance; what they miss is inserted instead.
    private static final String PROCEDURE =
            """
            CREATE OR REPLACE PROCEDURE change(target regclass, changes integer, tenants integer, round bigint)
            LANGUAGE plpgsql AS $$
            DECLARE last bigint; done integer; n integer;
            BEGIN
              EXECUTE format('SELECT coalesce(max(id), 0) FROM %s', target) INTO last;
              EXECUTE format('UPDATE %s SET status = ''failed'', message = ''The service does not have a logs tool.'','
                ' updated_at = updated_at + interval ''1 day'' WHERE id = ANY(ARRAY(SELECT'
                ' 1 + (hashint8extended($1 * 1000003 + k, 11) & 9223372036854775807) %% greatest($2, 1)'
                ' FROM generate_series(1, $3 * 4 / 10) k))', target) USING round, last, changes;
              GET DIAGNOSTICS done = ROW_COUNT;
              EXECUTE format('DELETE FROM %s WHERE id = ANY(ARRAY(SELECT'
                ' 1 + (hashint8extended($1 * 1000003 + k, 12) & 9223372036854775807) %% greatest($2, 1)'
                ' FROM generate_series(1, $3 / 10) k))', target) USING round, last, changes;
              GET DIAGNOSTICS n = ROW_COUNT;
              done := done + n;
              EXECUTE format('INSERT INTO %s (account_id, status, message, check_id, service_id, is_applied, created_at,'
                ' updated_at) SELECT 1 + floor($4 * power((hashint8extended($1 * 1000003 + k, 7) & 1048575) / 1048576.0::float8, 3)),'
                ' ''passed'', ''Success'', k %% 20, k, true,'
                ' timestamp ''2026-03-01'' + k * interval ''1 second'', timestamp ''2026-03-01'' + k * interval ''1 second'''
                ' FROM generate_series(1, $3 - $2) k', target) USING round, done, changes, tenants;
              COMMIT;
            END $$
            """;

    private Backlog() {}

    /// Commits changes.
    ///
    /// @param round no two of one database have the same
    public static void write(Connection connection, Sizes sizes, int round) throws SQLException {
        var tables = SampleTables.results(sizes.tables());
        try (Statement statement = connection.createStatement()) {
            statement.execute(PROCEDURE);
            int left = sizes.changes();
            for (long i = 0; left > 0; i++) {
                int some = Math.min(left, TRANSACTION);
                statement.execute(
                        "CALL change('%s', %d, %d, %d)"
                                .formatted(
                                        tables.get((int) (i % tables.size())),
                                        some,
                                        sizes.tenants(),
                                        round * 1_000_000L + i));
                left -= some;
            }
        }
    }
}
