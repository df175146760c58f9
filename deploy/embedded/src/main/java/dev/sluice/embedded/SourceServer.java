package dev.sluice.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// A PostgreSQL 18 with `wal_level=logical`, one empty database and a superuser.
public interface SourceServer extends Server {

    String host();

    int port();

    String database();

    String user();

    String password();

    /// Without user and password.
    default String jdbcUrl() {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + database();
    }

    /// A new connection of the superuser; the caller closes it.
    default Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), user(), password());
    }
}
