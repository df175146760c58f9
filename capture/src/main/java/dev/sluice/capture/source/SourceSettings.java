package dev.sluice.capture.source;

import java.time.Duration;
import java.util.Properties;

/// How to reach the source.
///
/// @param slot the name of the replication slot and of the publication
/// @param heartbeat how often capture writes a message to the log of its own
public record SourceSettings(
        String host,
        int port,
        String database,
        String user,
        String password,
        String slot,
        Duration heartbeat) {

    /// The JDBC address.
    public String url() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /// The JDBC connection's properties. UTC and ISO whatever the machine or the role is set to.
    public Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "sluice-capture");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    /// Without the password.
    @Override
    public String toString() {
        return user + "@" + host + ":" + port + "/" + database + ", slot " + slot;
    }
}
