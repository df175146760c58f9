package dev.sluice.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The vendor's application: its tables, and what it does to them. The same seed writes the same
/// rows, but for the times of live traffic. Not thread-safe; commits nothing by itself.
final class SampleDatabase {

    private static final int CHECKS = 20;
    private static final LocalDateTime BEGIN = LocalDateTime.of(2024, 3, 1, 8, 0);

    private final Connection connection;
    private final RandomGenerator random;
    private final SampleNames names;
    private int serviceNumber = 1;

    SampleDatabase(Connection connection, RandomGenerator random) {
        this.connection = connection;
        this.random = random;
        this.names = new SampleNames(random);
    }

    /// Makes the tables, with the rows of the product page.
    void createTables() throws SQLException {
        try (InputStream in =
                        Objects.requireNonNull(
                                SampleDatabase.class.getResourceAsStream("schema.sql"));
                Statement statement = connection.createStatement()) {
            statement.execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("schema.sql is not readable", e);
        }
    }

    /// Gives a tenant what it begins with.
    void seed(SampleTenant tenant) throws SQLException {
        List<Integer> teams = new ArrayList<>();
        for (int i = 0; i < tenant.teams(); i++) {
            teams.add(insertTeam(tenant, past()));
        }
        for (int i = 0; i < tenant.services(); i++) {
            LocalDateTime time = past();
            int service = insertService(tenant, teams.get(random.nextInt(teams.size())), time);
            insertResults(tenant, service, CHECKS, time);
        }
    }

    /// A new service with its first check results.
    void insertServiceWithResults(SampleTenant tenant, LocalDateTime now) throws SQLException {
        int service = insertService(tenant, someTeam(tenant), now);
        insertResults(tenant, service, 3 + random.nextInt(4), now);
    }

    /// The checks of a service run again.
    void updateResults(SampleTenant tenant, LocalDateTime now) throws SQLException {
        Integer service = someService(tenant);
        if (service == null) {
            return;
        }
        execute(
                "UPDATE check_results SET status = CASE status WHEN 'passed' THEN 'failed' ELSE 'passed' END,"
                        + " message = CASE status WHEN 'passed' THEN ? ELSE 'Success' END, updated_at = ?"
                        + " WHERE service_id = ? AND id % 3 = ?",
                names.failure(), now, service, random.nextInt(3));
        execute(
                "UPDATE services SET tier_index = ?, updated_at = ? WHERE id = ?",
                1 + random.nextInt(4),
                now,
                service);
    }

    /// A team gets other duties, and a service.
    void updateTeam(SampleTenant tenant, LocalDateTime now) throws SQLException {
        int team = someTeam(tenant);
        execute(
                "UPDATE teams SET responsibilities = ?, updated_at = ? WHERE id = ?",
                names.duty(),
                now,
                team);
        execute(
                "UPDATE services SET owner_id = ?, updated_at = ? WHERE id = ?",
                team,
                now,
                Objects.requireNonNullElse(someService(tenant), 0));
    }

    /// A service is retired with all its check results: the oldest of those that may go.
    void deleteService(SampleTenant tenant) throws SQLException {
        Integer service =
                number(
                        "SELECT min(id) FROM services WHERE account_id = ? AND id > 84",
                        tenant.account());
        if (service != null) {
            execute("DELETE FROM check_results WHERE service_id = ?", service);
            execute("DELETE FROM services WHERE id = ?", service);
        }
    }

    private int insertTeam(SampleTenant tenant, LocalDateTime time) throws SQLException {
        String name = names.team();
        return id(
                "INSERT INTO teams (account_id, name, alias, manager_id, responsibilities, created_at, updated_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
                tenant.account(),
                name,
                SampleNames.alias(name, serviceNumber++),
                random.nextInt(3) == 0 ? null : 10 + random.nextInt(40),
                random.nextInt(3) == 0 ? null : names.duty(),
                time,
                time);
    }

    private int insertService(SampleTenant tenant, int team, LocalDateTime time)
            throws SQLException {
        String name = names.service();
        return id(
                "INSERT INTO services (account_id, name, alias, product, description, owner_id, language,"
                        + " framework, tier_index, lifecycle_index, created_at, updated_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                tenant.account(),
                name,
                SampleNames.alias(name, serviceNumber++),
                random.nextInt(4) == 0 ? null : names.product(),
                random.nextInt(3) == 0 ? null : "Part of " + names.product() + ", in " + name,
                team,
                names.language(),
                null,
                random.nextInt(3) == 0 ? null : 1 + random.nextInt(4),
                random.nextInt(3) == 0 ? null : 1 + random.nextInt(5),
                time,
                time);
    }

    private void insertResults(SampleTenant tenant, int service, int count, LocalDateTime time)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO check_results (account_id, status, message, check_id, service_id,"
                                + " is_applied, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (int check = 1; check <= count; check++) {
                boolean passed = random.nextInt(4) > 0;
                set(
                        insert,
                        tenant.account(),
                        passed ? "passed" : "failed",
                        passed ? "Success" : names.failure(),
                        check,
                        service,
                        random.nextInt(5) > 0,
                        time,
                        time);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private int someTeam(SampleTenant tenant) throws SQLException {
        return Objects.requireNonNull(
                number(
                        "SELECT id FROM teams WHERE account_id = ? ORDER BY md5(id::text || ?) LIMIT 1",
                        tenant.account(),
                        Integer.toString(random.nextInt())));
    }

    private @Nullable Integer someService(SampleTenant tenant) throws SQLException {
        return number(
                "SELECT id FROM services WHERE account_id = ? ORDER BY md5(id::text || ?) LIMIT 1",
                tenant.account(),
                Integer.toString(random.nextInt()));
    }

    private LocalDateTime past() {
        return BEGIN.plusSeconds(random.nextInt(50_000_000));
    }

    private int id(String sql, @Nullable Object... values) throws SQLException {
        return Objects.requireNonNull(number(sql, values));
    }

    private @Nullable Integer number(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? result.getObject(1, Integer.class) : null;
            }
        }
    }

    private void execute(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            set(statement, values);
            statement.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, @Nullable Object... values)
            throws SQLException {
        for (int i = 0; i < values.length; i++) {
            switch (values[i]) {
                case null -> statement.setNull(i + 1, Types.NULL);
                case Object value -> statement.setObject(i + 1, value);
            }
        }
    }
}
