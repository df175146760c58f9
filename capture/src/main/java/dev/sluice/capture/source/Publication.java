package dev.sluice.capture.source;

import dev.sluice.table.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The publication: which tables the log is decoded for, and what of them.
///
/// @param name its name
public record Publication(String name) {

    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    private static final String EXISTS =
            "SELECT EXISTS (SELECT FROM pg_publication WHERE pubname = ?)";

    private static final String WHOLE =
            """
            SELECT coalesce((
                SELECT pubinsert AND pubupdate AND pubdelete AND pubtruncate AND pubviaroot %s
                FROM pg_publication WHERE pubname = ?), false)
            """;

    /// Whether it leaves out rows or columns of a table, as it may since PostgreSQL 15.
    private static final String LIMITED =
            """
            SELECT EXISTS (SELECT FROM pg_publication p JOIN pg_publication_rel r ON r.prpubid = p.oid
                           WHERE p.pubname = ? AND (r.prqual IS NOT NULL OR r.prattrs IS NOT NULL))
            """;

    private static final String TABLES =
            "SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ?";

    /// Of the publication itself, or of the database where there is none yet.
    private static final String MAY_SET =
            """
            SELECT coalesce(
                (SELECT pg_has_role(pubowner, 'USAGE') FROM pg_publication WHERE pubname = ?),
                has_database_privilege(current_database(), 'CREATE'))
            """;

    private static final String OWNS =
            """
            SELECT pg_has_role(c.relowner, 'USAGE')
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ?
            """;

    /// Has it name exactly these tables, with all that happens to them; makes it if there is none.
    void set(Connection connection, Collection<TableName> tables) throws SQLException {
        if (isSet(connection, tables)) {
            return;
        }
        for (String statement : statements(connection, tables)) {
            Sql.run(connection, statement);
        }
        LOG.atInfo()
                .addKeyValue("publication", name)
                .addKeyValue("tables", tables.size())
                .log("Publication names the captured tables");
    }

    /// Adds a sentence if the role may not do that.
    void checkRights(Connection connection, Collection<TableName> tables, List<String> mistakes)
            throws SQLException {
        if (isSet(connection, tables)) {
            return;
        }
        boolean may = Sql.text(connection, MAY_SET, name).equals("t");
        TreeSet<TableName> foreign = new TreeSet<>();
        for (TableName table : tables) {
            if (Sql.text(connection, OWNS, table.schema(), table.name()).equals("f")) {
                foreign.add(table);
            }
        }
        if (!may || !foreign.isEmpty()) {
            mistakes.add(
                    "source.slot: the publication \"%s\" is to name the captured tables, but the role %s; have a superuser run %s"
                            .formatted(
                                    name,
                                    may
                                            ? "does not own " + foreign
                                            : exists(connection)
                                                    ? "does not own it"
                                                    : "may not create one in the database",
                                    String.join("; ", statements(connection, tables))));
        }
    }

    /// Whether it names exactly these tables, with all that happens to them.
    ///
    /// @throws SQLException if the source cannot be asked
    public boolean isSet(Connection connection, Collection<TableName> tables) throws SQLException {
        return isWhole(connection)
                && tables(connection).equals(new TreeSet<>(tables))
                && !isLimited(connection);
    }

    private boolean isWhole(Connection connection) throws SQLException {
        String generated = hasGenerated(connection) ? "AND pubgencols = 's'" : "";
        return Sql.text(connection, WHOLE.formatted(generated), name).equals("t");
    }

    private boolean isLimited(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion() >= 15
                && Sql.text(connection, LIMITED, name).equals("t");
    }

    private List<String> statements(Connection connection, Collection<TableName> tables)
            throws SQLException {
        String list = tables.stream().map(Sql::quoted).collect(Collectors.joining(", "));
        String options =
                "publish = 'insert, update, delete, truncate', publish_via_partition_root = true"
                        + (hasGenerated(connection) ? ", publish_generated_columns = stored" : "");
        if (!exists(connection)) {
            return List.of(
                    "CREATE PUBLICATION "
                            + Sql.quoted(name)
                            + " FOR TABLE "
                            + list
                            + " WITH ("
                            + options
                            + ")");
        }
        String tablesAlone = "ALTER PUBLICATION " + Sql.quoted(name) + " SET TABLE " + list;
        // Options that are written anew look like options that somebody altered.
        return isWhole(connection)
                ? List.of(tablesAlone)
                : List.of(
                        tablesAlone,
                        "ALTER PUBLICATION " + Sql.quoted(name) + " SET (" + options + ")");
    }

    private boolean exists(Connection connection) throws SQLException {
        return Sql.text(connection, EXISTS, name).equals("t");
    }

    private TreeSet<TableName> tables(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(TABLES)) {
            query.setString(1, name);
            TreeSet<TableName> published = new TreeSet<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    published.add(new TableName(row.getString(1), row.getString(2)));
                }
            }
            return published;
        }
    }

    /// Whether a publication may carry generated columns.
    private static boolean hasGenerated(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion() >= 18;
    }
}
