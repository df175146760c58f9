package dev.sluice.capture.source;

import dev.sluice.config.SourceConfig;
import dev.sluice.config.TablesConfig;
import dev.sluice.record.SnapshotState;
import dev.sluice.record.SourceOffset;
import dev.sluice.table.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the source ready before the engine starts: checks what only an administrator can mend,
/// reads the catalog, finds out whether the log goes on where capture stands, keeps the publication
/// to exactly the captured tables.
public final class SourceSetup {

    private final SourceConfig settings;
    private final TablesConfig selection;

    public SourceSetup(SourceConfig settings, TablesConfig selection) {
        this.settings = settings;
        this.selection = selection;
    }

    /// Checks and prepares the source. Where everything is to be read, the slot goes: the engine
    /// makes a new one, whose beginning is what the snapshot shows.
    ///
    /// @param offset where capture stands
    /// @throws SourceException if a person has to mend something
    /// @throws SQLException if the source cannot be asked just now
    public PreparedSource prepare(SourceOffset offset) throws SQLException {
        try (Connection connection = SourceConnections.open(settings)) {
            checkServer(connection);
            Map<TableName, SourceTable> tables = Catalog.read(connection, selection);
            Slot slot = Slot.read(connection, settings.slot());
            boolean reads = offset.getSnapshot() == SnapshotState.RUNNING;
            Optional<String> lost =
                    reads
                            ? Optional.empty()
                            : History.read(connection, settings.slot())
                                    .breakSince(offset.getHistory())
                                    .or(() -> slot.breakSince(offset));
            new Publication(settings.slot()).set(connection, tables.keySet());
            if (reads || lost.isPresent()) {
                slot.drop(connection);
            }
            String history = History.read(connection, settings.slot()).toString();
            return new PreparedSource(tables, history, lost);
        }
    }

    private static void checkServer(Connection connection) throws SQLException {
        List<String> mistakes = new ArrayList<>();
        String walLevel = Sql.text(connection, "SELECT current_setting('wal_level')");
        if (!walLevel.equals("logical")) {
            mistakes.add(
                    "source: wal_level is \""
                            + walLevel
                            + "\" and must be \"logical\"; run ALTER SYSTEM SET wal_level = logical"
                            + " and restart the database");
        }
        if (connection.getMetaData().getDatabaseMajorVersion() < 14) {
            mistakes.add(
                    "source: PostgreSQL "
                            + connection.getMetaData().getDatabaseProductVersion()
                            + " is too old; version 14 or later is needed");
        }
        String replication =
                Sql.text(
                        connection,
                        "SELECT rolreplication OR rolsuper OR pg_has_role(current_user,"
                                + " coalesce((SELECT oid FROM pg_roles WHERE rolname ="
                                + " 'rds_replication'), 0::oid), 'member') FROM pg_roles WHERE rolname"
                                + " = current_user");
        if ("f".equals(replication)) {
            mistakes.add(
                    "source.user: the role may not replicate; run ALTER ROLE "
                            + Sql.text(connection, "SELECT quote_ident(current_user)")
                            + " REPLICATION");
        }
        checkTypes(connection, mistakes);
        if (!mistakes.isEmpty()) {
            throw new SourceException(String.join("\n", mistakes));
        }
    }

    /// Debezium reads every type of the database, used or not, and fails on these.
    private static void checkTypes(Connection connection, List<String> mistakes)
            throws SQLException {
        String types =
                Sql.text(
                        connection,
                        "SELECT coalesce(string_agg(oid::regtype::text, ', ' ORDER BY oid), '')"
                                + " FROM pg_type WHERE typcategory = 'E' AND NOT EXISTS (SELECT FROM"
                                + " pg_enum WHERE enumtypid = pg_type.oid)");
        if (!types.isEmpty()) {
            mistakes.add(
                    "source: the database has domains over enums, or enums without labels ("
                            + types
                            + "), which Debezium cannot read; drop them, or use the enum itself"
                            + " in the domain's place");
        }
    }
}
