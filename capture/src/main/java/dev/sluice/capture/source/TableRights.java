package dev.sluice.capture.source;

import dev.sluice.record.ColumnDefinition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// What the role has to be allowed to do with a captured table. Each right that is missing adds a
/// sentence with the SQL that gives it.
final class TableRights {

    private static final String RIGHTS =
            """
            SELECT has_schema_privilege(n.oid, 'USAGE'),
                   bool_and(has_column_privilege(c.oid, a.attnum, 'SELECT')),
                   row_security_active(c.oid)
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = ANY (?)
            WHERE n.nspname = ? AND c.relname = ?
            GROUP BY n.oid, c.oid
            """;

    private final Connection connection;
    private final List<String> mistakes;

    TableRights(Connection connection, List<String> mistakes) {
        this.connection = connection;
        this.mistakes = mistakes;
    }

    void check(SourceTable table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(RIGHTS)) {
            String[] columns =
                    table.columns().stream().map(ColumnDefinition::getName).toArray(String[]::new);
            query.setArray(1, connection.createArrayOf("text", columns));
            query.setString(2, table.name().schema());
            query.setString(3, table.name().name());
            try (ResultSet row = query.executeQuery()) {
                row.next();
                report(table, row.getBoolean(1), row.getBoolean(2), row.getBoolean(3));
            }
        }
    }

    private void report(SourceTable table, boolean schema, boolean select, boolean hidesRows)
            throws SQLException {
        String role = Sql.role(connection);
        if (!schema) {
            mistakes.add(
                    "tables.%s: the role may not use the schema; run GRANT USAGE ON SCHEMA %s TO %s"
                            .formatted(table.name(), Sql.quoted(table.name().schema()), role));
        }
        if (!select) {
            mistakes.add(
                    "tables.%s: the role may not read the table; run GRANT SELECT ON %s TO %s"
                            .formatted(table.name(), Sql.quoted(table.name()), role));
        }
        if (hidesRows) {
            mistakes.add(
                    "tables.%s: row security hides rows of the table from the role, so that a snapshot would miss them; run ALTER ROLE %s BYPASSRLS"
                            .formatted(table.name(), role));
        }
    }
}
