package dev.sluice.config;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/// The section `source`: the vendor's database. Used by capture, and by `sluice cut`, which writes
/// its request to the database's log.
///
/// @param type what kind of database it is
/// @param host its address
/// @param port its port
/// @param database its name
/// @param user who connects; needs the right to replicate
/// @param password the user's
/// @param slot the replication slot; the publication has the same name
/// @param heartbeat how often capture writes to an idle source's log, so that cuts close and the
///   slot moves
public record SourceConfig(
        SourceType type,
        String host,
        int port,
        String database,
        String user,
        String password,
        String slot,
        Duration heartbeat) {

    private static final Pattern SLOT = Pattern.compile("[a-z0-9_]{1,63}");

    public SourceConfig {
        slot(slot);
    }

    private static String slot(String slot) {
        if (!SLOT.matcher(slot).matches()) {
            throw new IllegalArgumentException(
                    "PostgreSQL allows a slot 1 to 63 of a-z, 0-9 and _; write those");
        }
        return slot;
    }

    /// Reads it.
    public static Setting<SourceConfig> from(Section root) {
        Section source = root.section("source");
        var type = source.choice("type", Map.of("postgres", SourceType.POSTGRES)).required();
        var host = source.text("host").required();
        var port = source.integer("port", 1, 65_535).or(5432);
        var database = source.text("database").required();
        var user = source.text("user").required();
        var password = source.secret("password").required();
        var slot =
                source.text("slot")
                        .map("a replication slot's name", SourceConfig::slot)
                        .or("sluice");
        var heartbeat =
                source.duration("heartbeat", Duration.ofMillis(100), Duration.ofHours(1))
                        .or(Duration.ofSeconds(10));
        return source.build(() ->
                new SourceConfig(
                        type.get(),
                        host.get(),
                        port.get(),
                        database.get(),
                        user.get(),
                        password.get(),
                        slot.get(),
                        heartbeat.get()));
    }

    /// The source's name in `offsets`: where it is, without credentials.
    public String name() {
        return host + ":" + port + "/" + database;
    }

    /// For JDBC; user and password are given apart.
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /// Without the password.
    @Override
    public String toString() {
        return "SourceConfig[%s %s, user=%s, slot=%s]".formatted(type, name(), user, slot);
    }
}
