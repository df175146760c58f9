package dev.sluice.capture.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// What the database server and the role have to be like. Each rule that is broken adds a sentence
/// with the SQL that mends it.
final class ServerRequirements {

    static final int OLDEST_VERSION = 14;

    /// Amazon's RDS gives the right to replicate by membership in a role.
    private static final String MAY_REPLICATE =
            """
            SELECT rolsuper OR rolreplication OR EXISTS (
                SELECT FROM pg_roles r
                WHERE r.rolname = 'rds_replication' AND pg_has_role(current_user, r.oid, 'MEMBER'))
            FROM pg_roles WHERE rolname = current_user
            """;

    private static final String IDLE_SLOTS =
            """
            SELECT coalesce(string_agg(
                format('SELECT pg_drop_replication_slot(%L)', slot_name), '; ' ORDER BY slot_name), '')
            FROM pg_replication_slots WHERE NOT active
            """;

    /// Debezium reads every type of the database, used or not, and fails on these.
    private static final String UNREADABLE_TYPES =
            """
            SELECT coalesce(string_agg(oid::regtype::text, ', ' ORDER BY oid), '') FROM pg_type
            WHERE typcategory = 'E'
              AND NOT EXISTS (SELECT FROM pg_enum WHERE enumtypid = pg_type.oid)
            """;

    private final Connection connection;
    private final List<String> mistakes;

    ServerRequirements(Connection connection, List<String> mistakes) {
        this.connection = connection;
        this.mistakes = mistakes;
    }

    /// Checks all but the version.
    ///
    /// @param slot the slot as it is now; without one, another must be free
    void check(Slot slot) throws SQLException {
        checkLogging();
        checkRole();
        if (slot.state() == Slot.State.NONE) {
            checkFree(
                    "max_replication_slots",
                    "SELECT count(*) FROM pg_replication_slots",
                    idleSlots());
        }
        if (!slot.active()) {
            checkFree("max_wal_senders", "SELECT count(*) FROM pg_stat_replication", "");
        }
        checkTypes();
    }

    /// @throws SourceException if the server is too old to be asked anything else
    static void checkVersion(Connection connection) throws SQLException {
        if (connection.getMetaData().getDatabaseMajorVersion() < OLDEST_VERSION) {
            throw new SourceException(
                    "source: PostgreSQL %s is too old; version %d or later is needed"
                            .formatted(
                                    connection.getMetaData().getDatabaseProductVersion(),
                                    OLDEST_VERSION));
        }
    }

    private void checkLogging() throws SQLException {
        String level = setting("wal_level");
        if (!level.equals("logical")) {
            mistakes.add(
                    "source: wal_level is \"%s\" and must be \"logical\"; run ALTER SYSTEM SET wal_level = 'logical' and restart the database"
                            .formatted(level));
        }
    }

    private void checkRole() throws SQLException {
        if (Sql.text(connection, MAY_REPLICATE).equals("f")) {
            mistakes.add(
                    "source.user: the role may not replicate; run ALTER ROLE %s REPLICATION (on Amazon RDS: GRANT rds_replication TO %1$s)"
                            .formatted(Sql.role(connection)));
        }
    }

    private void checkFree(String limit, String count, String alternative) throws SQLException {
        int allowed = Integer.parseInt(setting(limit));
        if (Integer.parseInt(Sql.text(connection, count)) >= allowed) {
            mistakes.add(
                    "source: all %d of %s are taken; run ALTER SYSTEM SET %s = %d and restart the database%s"
                            .formatted(allowed, limit, limit, allowed + 1, alternative));
        }
    }

    private String idleSlots() throws SQLException {
        String drops = Sql.text(connection, IDLE_SLOTS);
        return drops.isEmpty() ? "" : ", or drop a slot that nobody needs (" + drops + ")";
    }

    private void checkTypes() throws SQLException {
        String types = Sql.text(connection, UNREADABLE_TYPES);
        if (!types.isEmpty()) {
            mistakes.add(
                    "source: the database has domains over enums, or enums without labels (%s), which Debezium cannot read; drop them, or use the enum itself in the domain's place"
                            .formatted(types));
        }
    }

    private String setting(String name) throws SQLException {
        return Sql.text(connection, "SELECT current_setting(?)", name);
    }
}
