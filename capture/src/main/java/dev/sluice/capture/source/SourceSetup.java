package dev.sluice.capture.source;

import dev.sluice.config.SourceConfig;
import dev.sluice.config.TablesConfig;
import dev.sluice.table.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the source ready before the engine starts: checks what only an administrator can mend,
/// reads the catalog, keeps the publication to exactly the captured tables.
public final class SourceSetup {

    private static final Logger LOG = LoggerFactory.getLogger(SourceSetup.class);

    private final SourceConfig settings;
    private final TablesConfig selection;

    public SourceSetup(SourceConfig settings, TablesConfig selection) {
        this.settings = settings;
        this.selection = selection;
    }

    /// Checks and prepares the source.
    ///
    /// @param fresh whether the first snapshot is to be made, so that a slot that is there already
    ///   belongs to one that was interrupted and goes
    /// @return the captured tables
    /// @throws SourceException if a person has to mend something
    /// @throws SQLException if the source cannot be asked just now
    public Map<TableName, SourceTable> prepare(boolean fresh) throws SQLException {
        try (Connection connection = SourceConnections.open(settings)) {
            checkServer(connection);
            Map<TableName, SourceTable> tables = Catalog.read(connection, selection);
            publish(connection, tables.keySet());
            checkSlot(connection, fresh);
            return tables;
        }
    }

    private static void checkServer(Connection connection) throws SQLException {
        List<String> mistakes = new ArrayList<>();
        String walLevel = text(connection, "SELECT current_setting('wal_level')");
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
                text(
                        connection,
                        "SELECT rolreplication OR rolsuper OR pg_has_role(current_user,"
                                + " coalesce((SELECT oid FROM pg_roles WHERE rolname ="
                                + " 'rds_replication'), 0::oid), 'member') FROM pg_roles WHERE rolname"
                                + " = current_user");
        if ("f".equals(replication)) {
            mistakes.add(
                    "source.user: the role may not replicate; run ALTER ROLE "
                            + text(connection, "SELECT quote_ident(current_user)")
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
                text(
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

    private void publish(Connection connection, Collection<TableName> tables) throws SQLException {
        String list = tables.stream().map(SourceSetup::quoted).collect(Collectors.joining(", "));
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ?")) {
            query.setString(1, settings.slot());
            TreeSet<TableName> published = new TreeSet<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    published.add(new TableName(row.getString(1), row.getString(2)));
                }
            }
            if (published.equals(new TreeSet<>(tables))) {
                return;
            }
        }
        boolean exists =
                text(
                                connection,
                                "SELECT count(*) FROM pg_publication WHERE pubname = '"
                                        + settings.slot().replace("'", "''")
                                        + "'")
                        .equals("1");
        String name = quoted(settings.slot());
        String generated =
                connection.getMetaData().getDatabaseMajorVersion() >= 18
                        ? ", publish_generated_columns = stored"
                        : "";
        run(
                connection,
                exists
                        ? "ALTER PUBLICATION " + name + " SET TABLE " + list
                        : "CREATE PUBLICATION "
                                + name
                                + " FOR TABLE "
                                + list
                                + " WITH (publish_via_partition_root = true"
                                + generated
                                + ")");
        LOG.atInfo()
                .addKeyValue("publication", settings.slot())
                .addKeyValue("tables", tables.size())
                .log("Publication names the captured tables");
    }

    private void checkSlot(Connection connection, boolean fresh) throws SQLException {
        String slot = "'" + settings.slot().replace("'", "''") + "'";
        String state =
                text(
                        connection,
                        "SELECT coalesce((SELECT CASE WHEN wal_status = 'lost' THEN 'lost' WHEN active"
                                + " THEN 'active' ELSE 'idle' END FROM pg_replication_slots WHERE"
                                + " slot_name = "
                                + slot
                                + "), 'none')");
        if (fresh && (state.equals("idle") || state.equals("lost"))) {
            LOG.atWarn()
                    .addKeyValue("slot", settings.slot())
                    .log("The first snapshot was interrupted; it starts again with a new slot");
            run(connection, "SELECT pg_drop_replication_slot(" + slot + ")");
        } else if (!fresh && (state.equals("none") || state.equals("lost"))) {
            throw new SourceException(
                    "source.slot: the replication slot \""
                            + settings.slot()
                            + "\" is "
                            + (state.equals("none") ? "gone" : "invalidated")
                            + ", and with it the changes since the last capture; a new snapshot is"
                            + " needed");
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private static String quoted(TableName table) {
        return quoted(table.schema()) + "." + quoted(table.name());
    }

    private static String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }
}
