package dev.sluice.bench.stand;

import dev.sluice.bench.part.Host;
import dev.sluice.bench.part.Running;
import dev.sluice.bench.part.ServerPart;
import dev.sluice.embedded.EmbeddedSource;
import dev.sluice.embedded.FreePort;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The servers: PostgreSQL and a broker, each apart from what is measured, in one folder.
public final class Stand implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(120);

    private final Host host;
    private final Path directory;
    private final int partitions;
    private final EmbeddedSource source;
    private final Running broker;
    private final int brokerPort;

    /// Starts the servers.
    ///
    /// @param host where programs run
    /// @param partitions of the topics
    public Stand(Host host, Path directory, int partitions) throws InterruptedException {
        this.host = host;
        this.directory = directory;
        this.partitions = partitions;
        source =
                EmbeddedSource.builder()
                        .directory(directory.resolve("source"))
                        // Nothing of the server's own works beside what is measured.
                        .setting("autovacuum", "off")
                        .setting("max_wal_size", "8GB")
                        .setting("checkpoint_timeout", "1h")
                        .start();
        brokerPort = FreePort.find();
        broker = host.start(ServerPart.broker(directory.resolve("broker"), brokerPort));
        try {
            broker.awaitLine(START_LIMIT);
        } catch (IllegalStateException | InterruptedException e) {
            close();
            throw e;
        }
    }

    /// Where programs run.
    public Host host() {
        return host;
    }

    /// The vendor's database.
    public EmbeddedSource source() {
        return source;
    }

    String bootstrapServers() {
        return FreePort.HOST + ":" + brokerPort;
    }

    /// An installation of Sluice of its own: topics, slot and state have this name.
    public Installation install(String name) throws IOException, InterruptedException {
        return Installation.create(this, name, directory.resolve(name), partitions);
    }

    /// Drops the replication slots, which have to be idle, so that the log may be forgotten.
    public void dropSlots() throws SQLException {
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement()) {
            List<String> slots = new ArrayList<>();
            try (ResultSet result =
                    statement.executeQuery("SELECT slot_name FROM pg_replication_slots")) {
                while (result.next()) {
                    slots.add(result.getString(1));
                }
            }
            for (String slot : slots) {
                statement.execute("SELECT pg_drop_replication_slot('%s')".formatted(slot));
            }
        }
    }

    @Override
    public void close() {
        broker.close();
        source.close();
    }
}
