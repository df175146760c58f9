package dev.sluice.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/// What is done on a PostgreSQL that has just started.
final class FirstConnection {

    private FirstConnection() {}

    /// Creates the source's database unless it is there. Refuses a server that does not run on this
    /// data: the library waits until any PostgreSQL answers on the port.
    static void createDatabase(SourceServer source, Path data) throws SQLException {
        String maintenance =
                "jdbc:postgresql://" + source.host() + ":" + source.port() + "/postgres";
        try (Connection connection =
                        DriverManager.getConnection(maintenance, source.user(), source.password());
                Statement statement = connection.createStatement()) {
            String served = firstCell(statement, "SHOW data_directory").orElse("");
            if (!Path.of(served).equals(data)) {
                throw new SQLException(
                        "port " + source.port() + " is served by the PostgreSQL of " + served);
            }
            String known = "SELECT 1 FROM pg_database WHERE datname = '" + source.database() + "'";
            if (firstCell(statement, known).isEmpty()) {
                statement.execute("CREATE DATABASE \"" + source.database() + "\"");
            }
        }
    }

    private static Optional<String> firstCell(Statement statement, String query)
            throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
        }
    }
}
