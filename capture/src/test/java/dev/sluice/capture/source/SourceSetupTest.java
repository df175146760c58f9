package dev.sluice.capture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.capture.TestTables;
import dev.sluice.capture.stream.ChangeStream;
import dev.sluice.config.SourceConfig;
import dev.sluice.config.SourceType;
import dev.sluice.config.TablesConfig;
import dev.sluice.embedded.EmbeddedSource;
import dev.sluice.table.TableName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each mistake is named with the SQL that mends it, and that SQL does.
class SourceSetupTest {

    private static EmbeddedSource server;

    private String database = "";
    private int number;

    @BeforeAll
    static void startServer() throws SQLException {
        server =
                EmbeddedSource.builder()
                        .setting("max_replication_slots", "1")
                        .setting("max_wal_senders", "1")
                        .start();
        sql(server.jdbcUrl(), "CREATE ROLE limited LOGIN");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    /// A database in which the role may do everything that it has to.
    @BeforeEach
    void createDatabase() throws SQLException {
        number = Integer.parseInt(text("SELECT count(*) FROM pg_database"));
        database = "setup" + number;
        sql(
                server.jdbcUrl(),
                "CREATE DATABASE " + database,
                "ALTER ROLE limited REPLICATION",
                "GRANT CREATE ON DATABASE " + database + " TO limited");
        asAdministrator(
                "GRANT ALL ON SCHEMA public TO limited",
                "CREATE TABLE t (id bigint PRIMARY KEY, account_id int, note text)",
                "ALTER TABLE t OWNER TO limited");
    }

    @Test
    void preparesASourceThatHasAllThatIsNeeded() throws Exception {
        // When
        PreparedSource prepared = prepare();

        // Then
        assertThat(prepared.tables()).containsOnlyKeys(TableName.parse("t"));
        assertThat(text("SELECT pubviaroot FROM pg_publication")).isEqualTo("t");
    }

    @Test
    void namesEveryMistakeAtOnceAndMendsThemByTheSqlThatItNames() throws Exception {
        // Given
        asAdministrator(
                "ALTER ROLE limited NOREPLICATION",
                "REVOKE CREATE ON DATABASE " + database + " FROM limited",
                "REVOKE ALL ON SCHEMA public FROM limited, public",
                "ALTER TABLE t OWNER TO postgres",
                "ALTER TABLE t REPLICA IDENTITY NOTHING",
                "CREATE SCHEMA billing",
                "CREATE TABLE billing.\"In voices\" (id bigint, account_id int)",
                "CREATE UNIQUE INDEX key ON billing.\"In voices\" (account_id)",
                "ALTER TABLE billing.\"In voices\" ALTER account_id SET NOT NULL, ADD PRIMARY KEY"
                        + " (id), REPLICA IDENTITY USING INDEX key",
                "DROP INDEX billing.key",
                "CREATE TABLE deferred (id bigint PRIMARY KEY DEFERRABLE, account_id int)");
        TablesConfig named = TestTables.of("t: {}", "\"billing.In voices\": {}", "deferred: {}");

        // When
        List<String> mistakes = mistakes(named);

        // Then
        assertThat(mistakes)
                .anySatisfy(line -> assertThat(line).contains("ALTER ROLE limited REPLICATION"))
                .anySatisfy(line ->
                        assertThat(line).contains("\"public\".\"t\" REPLICA IDENTITY DEFAULT"))
                .anySatisfy(line ->
                        assertThat(line)
                                .contains("the index was dropped")
                                .contains("\"billing\".\"In voices\" REPLICA IDENTITY DEFAULT"))
                .anySatisfy(line ->
                        assertThat(line).contains("\"public\".\"deferred\" REPLICA IDENTITY FULL"));
        mend(mistakes);
        List<String> next = mistakes(named);
        assertThat(next)
                .anySatisfy(line -> assertThat(line).contains("GRANT USAGE ON SCHEMA \"billing\""))
                .anySatisfy(line -> assertThat(line).contains("GRANT USAGE ON SCHEMA \"public\""))
                .anySatisfy(line ->
                        assertThat(line)
                                .contains("GRANT SELECT ON \"billing\".\"In voices\" TO limited"))
                .anySatisfy(line ->
                        assertThat(line)
                                .contains("may not create one in the database")
                                .contains("CREATE PUBLICATION"));
        mend(next);
        assertThat(prepare(named).tables()).hasSize(3);
    }

    @Test
    void saysThatTheRoleMayNotNameATableThatItDoesNotOwn() throws Exception {
        // Given
        prepare();
        asAdministrator(
                "CREATE TABLE theirs (id bigint PRIMARY KEY, account_id int)",
                "GRANT SELECT ON theirs TO limited");

        // When
        List<String> mistakes = mistakes(everyTable());

        // Then
        assertThat(mistakes)
                .singleElement()
                .asString()
                .contains("does not own [theirs]")
                .contains("ALTER PUBLICATION");
        mend(mistakes);
        assertThat(prepare().tables()).hasSize(2);
    }

    /// Without this, a snapshot would read what the policy lets through, and no more.
    @Test
    void saysThatRowSecurityHidesRows() throws Exception {
        // Given
        prepare();
        asAdministrator(
                "ALTER TABLE t OWNER TO postgres",
                "GRANT SELECT ON t TO limited",
                "ALTER TABLE t ENABLE ROW LEVEL SECURITY");

        // When
        List<String> mistakes = mistakes(everyTable());

        // Then
        assertThat(mistakes).singleElement().asString().contains("ALTER ROLE limited BYPASSRLS");
        mend(mistakes);
        assertThat(prepare().tables()).hasSize(1);
        asAdministrator("ALTER ROLE limited NOBYPASSRLS");
    }

    @Test
    void needsNoRightToReadAColumnThatIsExcluded() throws Exception {
        // Given
        prepare();
        asAdministrator(
                "ALTER TABLE t OWNER TO postgres", "GRANT SELECT (id, account_id) ON t TO limited");

        // When
        List<String> mistakes = mistakes(everyTable());

        // Then
        assertThat(mistakes).singleElement().asString().contains("GRANT SELECT ON");
        assertThat(prepare(TestTables.of("t: { exclude: [note] }")).tables()).hasSize(1);
    }

    @Test
    void saysThatNoSlotIsFreeAndWhichOnesNobodyUses() throws Exception {
        // Given
        asAdministrator("SELECT pg_create_physical_replication_slot('old')");

        // When
        List<String> mistakes = mistakes(everyTable());

        // Then
        assertThat(mistakes)
                .singleElement()
                .asString()
                .contains("all 1 of max_replication_slots are taken")
                .contains("ALTER SYSTEM SET max_replication_slots = 2")
                .contains("SELECT pg_drop_replication_slot('old')");
        asAdministrator("SELECT pg_drop_replication_slot('old')");
        assertThat(prepare().tables()).hasSize(1);
    }

    @Test
    void refusesASlotThatIsSomebodyElses() throws Exception {
        // Given
        asAdministrator("SELECT pg_create_physical_replication_slot('sluice')");

        // When, Then
        assertThat(mistakes(everyTable()))
                .singleElement()
                .asString()
                .contains(
                        "source.slot: the replication slot \"sluice\" is not capture's (physical");
        asAdministrator("SELECT pg_drop_replication_slot('sluice')");
    }

    @Test
    void setsAPublicationRightThatLeavesChangesOut() throws Exception {
        // Given
        prepare();
        asAdministrator(
                "ALTER PUBLICATION sluice SET (publish = 'insert', publish_via_partition_root ="
                        + " false)");

        // When
        prepare();

        // Then
        assertThat(
                        text(
                                "SELECT pubinsert AND pubupdate AND pubdelete AND pubtruncate AND"
                                        + " pubviaroot FROM pg_publication"))
                .isEqualTo("t");
    }

    @Test
    void saysThatTheLogHoldsTooLittle() throws Exception {
        try (EmbeddedSource other =
                EmbeddedSource.builder().setting("wal_level", "replica").start()) {
            // Given
            sql(other.jdbcUrl(), "CREATE TABLE t (id bigint PRIMARY KEY, account_id int)");
            SourceConfig settings = settings(other.port(), other.database(), other.user());

            // When, Then
            assertThatExceptionOfType(SourceException.class)
                    .isThrownBy(() ->
                            new SourceSetup(settings, everyTable()).prepare(ChangeStream.fresh(1)))
                    .withMessageContaining("ALTER SYSTEM SET wal_level = 'logical'");
        }
    }

    @Test
    void refusesASoftDeleteColumnThatAChangeMayNotTell() throws Exception {
        // Given
        asAdministrator(
                "CREATE TABLE whole (id bigint PRIMARY KEY, account_id int, note text)",
                "ALTER TABLE whole OWNER TO limited",
                "ALTER TABLE whole REPLICA IDENTITY FULL");

        // When
        List<String> missing = mistakes(TestTables.of("t: { soft_delete: discarded_at }"));
        List<String> omittable =
                mistakes(TestTables.of("t: { soft_delete: note }", "whole: { soft_delete: note }"));

        // Then
        assertThat(missing)
                .containsExactly(
                        "tables.t: the table has no column \"discarded_at\" for soft_delete; correct"
                                + " the name");
        assertThat(omittable)
                .singleElement()
                .asString()
                .startsWith(
                        "tables.t: the table has the column \"note\" for soft_delete, of the type text");
        mend(omittable);
        assertThat(prepare(TestTables.of("t: { soft_delete: note }")).tables()).hasSize(1);
    }

    private static TablesConfig everyTable() {
        return new TablesConfig("account_id", Map.of());
    }

    private PreparedSource prepare() throws SQLException {
        return prepare(everyTable());
    }

    private PreparedSource prepare(TablesConfig tables) throws SQLException {
        return new SourceSetup(settings(server.port(), database, "limited"), tables)
                .prepare(ChangeStream.fresh(1));
    }

    private List<String> mistakes(TablesConfig tables) {
        List<String> lines = new ArrayList<>();
        assertThatExceptionOfType(SourceException.class)
                .isThrownBy(() -> prepare(tables))
                .satisfies(refusal ->
                        lines.addAll(String.valueOf(refusal.getMessage()).lines().toList()));
        return lines;
    }

    /// Runs the SQL that the mistakes name.
    private void mend(List<String> mistakes) throws SQLException {
        for (String mistake : mistakes) {
            String statements = mistake.substring(mistake.indexOf(" run ") + " run ".length());
            asAdministrator(statements.replaceAll(" \\(on Amazon RDS.*", "").split("; "));
        }
    }

    private void asAdministrator(String... statements) throws SQLException {
        sql(url(), statements);
    }

    private String url() {
        return "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + database;
    }

    private String text(String query) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                database.isEmpty() ? server.jdbcUrl() : url(),
                                server.user(),
                                server.password());
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static void sql(String url, String... statements) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(url, server.user(), server.password());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static SourceConfig settings(int port, String database, String user) {
        return new SourceConfig(
                SourceType.POSTGRES,
                server.host(),
                port,
                database,
                user,
                "x",
                "sluice",
                Duration.ofSeconds(1));
    }
}
