package dev.sluice.capture.source;

import dev.sluice.table.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The publication: which tables the log is decoded for.
///
/// @param name its name
record Publication(String name) {

    private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

    /// Has it name exactly these tables; makes it if there is none.
    void set(Connection connection, Collection<TableName> tables) throws SQLException {
        if (read(connection).equals(new TreeSet<>(tables))) {
            return;
        }
        String list = tables.stream().map(Publication::quoted).collect(Collectors.joining(", "));
        boolean exists =
                Sql.text(connection, "SELECT count(*) FROM pg_publication WHERE pubname = ?", name)
                        .equals("1");
        Sql.run(
                connection,
                exists
                        ? "ALTER PUBLICATION " + Sql.quoted(name) + " SET TABLE " + list
                        : "CREATE PUBLICATION "
                                + Sql.quoted(name)
                                + " FOR TABLE "
                                + list
                                + " WITH (publish_via_partition_root = true"
                                + generated(connection)
                                + ")");
        LOG.atInfo()
                .addKeyValue("publication", name)
                .addKeyValue("tables", tables.size())
                .log("Publication names the captured tables");
    }

    private TreeSet<TableName> read(Connection connection) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement(
                        "SELECT schemaname, tablename FROM pg_publication_tables WHERE pubname = ?")) {
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

    private static String generated(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseMajorVersion() >= 18
                ? ", publish_generated_columns = stored"
                : "";
    }

    private static String quoted(TableName table) {
        return Sql.quoted(table.schema()) + "." + Sql.quoted(table.name());
    }
}
