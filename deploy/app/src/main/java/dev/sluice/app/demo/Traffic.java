package dev.sluice.app.demo;

import dev.sluice.app.shell.Stop;
import dev.sluice.embedded.SourceServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the vendor's customers do: transactions of several rows in several tables.
final class Traffic {

    private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);
    private static final Duration BETWEEN = Duration.ofMillis(250);

    private final SourceServer source;
    private final RandomGenerator random;
    private final Clock clock;

    Traffic(SourceServer source, RandomGenerator random, Clock clock) {
        this.source = source;
        this.random = random;
        this.clock = clock;
    }

    /// Inserts, updates and deletes rows of every tenant, each in a transaction.
    void round() throws SQLException {
        try (Connection connection = open()) {
            SampleDatabase database = new SampleDatabase(connection, random);
            for (SampleTenant tenant : SampleTenant.ALL) {
                database.insertServiceWithResults(tenant, now());
                connection.commit();
                database.updateResults(tenant, now());
                database.updateTeam(tenant, now());
                connection.commit();
                database.deleteService(tenant);
                connection.commit();
            }
        }
    }

    /// One transaction after another until stopped.
    void run(Stop stop) throws InterruptedException {
        try (Connection connection = open()) {
            SampleDatabase database = new SampleDatabase(connection, random);
            while (!stop.await(BETWEEN)) {
                SampleTenant tenant = SampleTenant.ALL.get(random.nextInt(SampleTenant.ALL.size()));
                transaction(database, tenant);
                connection.commit();
            }
        } catch (SQLException e) {
            LOG.atWarn().addKeyValue("reason", e.getMessage()).log("The traffic ended");
        }
    }

    private void transaction(SampleDatabase database, SampleTenant tenant) throws SQLException {
        switch (random.nextInt(6)) {
            case 0 -> database.insertServiceWithResults(tenant, now());
            case 1 -> database.deleteService(tenant);
            case 2 -> database.updateTeam(tenant, now());
            case 3 -> {
                database.insertServiceWithResults(tenant, now());
                database.updateResults(tenant, now());
                database.deleteService(tenant);
            }
            default -> database.updateResults(tenant, now());
        }
    }

    private Connection open() throws SQLException {
        Connection connection = source.connect();
        connection.setAutoCommit(false);
        return connection;
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.SECONDS);
    }
}
