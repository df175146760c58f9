package dev.sluice.capture.source;

import dev.sluice.config.SourceConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/// Opens plain connections to the source, with limits on every wait.
public final class SourceConnections {

    private static final String CONNECT_SECONDS = "10";
    private static final String ANSWER_SECONDS = "60";

    private SourceConnections() {}

    /// A new connection; the caller closes it.
    public static Connection open(SourceConfig source) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", source.user());
        properties.setProperty("password", source.password());
        properties.setProperty("ApplicationName", "sluice-capture");
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("socketTimeout", ANSWER_SECONDS);
        properties.setProperty("tcpKeepAlive", "true");
        return DriverManager.getConnection(source.jdbcUrl(), properties);
    }
}
