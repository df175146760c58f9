package dev.sluice.capture.debezium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.capture.definition.Layouts;
import dev.sluice.capture.definition.SourceCatalog;
import dev.sluice.capture.event.SourceEvent;
import dev.sluice.capture.source.SourceSetup;
import dev.sluice.capture.source.SourceTable;
import dev.sluice.capture.stream.ChangeStream;
import dev.sluice.config.SourceConfig;
import dev.sluice.config.SourceType;
import dev.sluice.config.TableConfig;
import dev.sluice.config.TablesConfig;
import dev.sluice.embedded.EmbeddedSource;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.Operation;
import dev.sluice.record.Unchanged;
import dev.sluice.table.CellText;
import dev.sluice.table.TableName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Every type of PostgreSQL through the real engine: once read by the snapshot, once brought by the
/// log. The database's own settings are as unfriendly as an administrator may make them.
@NullUnmarked // A row that is missing fails its test.
class CellsTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final List<CellCase> CASES = CellCase.all();
    private static final List<String> COLUMN_TYPES =
            List.copyOf(
                    CASES.stream()
                            .map(CellCase::type)
                            .collect(Collectors.toCollection(LinkedHashSet::new)));
    private static final TableName CELLS = new TableName("public", "cells");
    private static final TableName WIDE = new TableName("public", "wide");
    private static final TableName MADE = new TableName("public", "made");

    /// The streamed rows' ids are the snapshot's and this.
    private static final int STREAMED = 1_000_000;

    private static final Map<Long, @Nullable Object[]> ROWS = new ConcurrentHashMap<>();
    private static final List<SourceEvent.Row> WIDE_ROWS = new CopyOnWriteArrayList<>();
    private static final List<@Nullable Object[]> MADE_ROWS = new CopyOnWriteArrayList<>();
    private static final TimeZone ZONE = TimeZone.getDefault();

    private static EmbeddedSource server;
    private static Engine engine;
    private static CompletableFuture<Void> running;
    private static SourceTable cells;

    @BeforeAll
    static void readThenFollow() throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("America/St_Johns"));
        server = EmbeddedSource.builder().start();
        SourceConfig settings =
                new SourceConfig(
                        SourceType.POSTGRES,
                        server.host(),
                        server.port(),
                        server.database(),
                        server.user(),
                        server.password(),
                        "cells",
                        Duration.ofSeconds(1));
        prepare();
        Map<TableName, SourceTable> tables;
        TablesConfig selection =
                new TablesConfig(
                        "account_id",
                        Map.of(
                                CELLS, table(CELLS, Set.of()),
                                WIDE, table(WIDE, Set.of()),
                                MADE, table(MADE, Set.of("secret"))));
        tables = new SourceSetup(settings, selection).prepare(ChangeStream.fresh(1)).tables();
        cells = tables.get(CELLS);
        insert(0);
        Layouts layouts = new SourceCatalog(settings, selection).layouts(tables.values(), Map.of());
        engine = new Engine(settings, layouts, null, batch -> batch.forEach(CellsTest::keep));
        running = CompletableFuture.runAsync(engine::run, task -> Thread.ofPlatform().start(task));
        awaitRows(CASES.size());
        insert(STREAMED);
        awaitRows(2 * CASES.size());
    }

    @AfterAll
    static void stop() {
        engine.close();
        server.close();
        TimeZone.setDefault(ZONE);
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void isTheSameCellFromSnapshotAndLog(CellCase value) {
        // Given
        int id = CASES.indexOf(value);
        int column = 2 + COLUMN_TYPES.indexOf(value.type());

        // When
        Object read = ROWS.get((long) id)[column];
        Object streamed = ROWS.get((long) id + STREAMED)[column];

        // Then
        assertThat(read).as("snapshot").isEqualTo(value.cell());
        assertThat(streamed).as("log").isEqualTo(value.cell());
        ColumnDefinition definition = cells.columns().get(column);
        assertThat(CellText.of(definition.getKind(), streamed)).isNotNull();
    }

    @ParameterizedTest
    @FieldSource("CASES")
    void isNullInEveryOtherColumn(CellCase value) {
        // Given
        int id = CASES.indexOf(value);
        int column = 2 + COLUMN_TYPES.indexOf(value.type());

        // When
        @Nullable Object[] read = ROWS.get((long) id);
        @Nullable Object[] streamed = ROWS.get((long) id + STREAMED);

        // Then
        for (int i = 2; i < read.length; i++) {
            if (i != column) {
                assertThat(read[i]).as(COLUMN_TYPES.get(i - 2)).isNull();
                assertThat(streamed[i]).as(COLUMN_TYPES.get(i - 2)).isNull();
            }
        }
    }

    @Test
    void leavesOutExcludedAndVirtualColumnsAndBringsStoredOnes() throws Exception {
        // When
        execute("INSERT INTO made VALUES (2, 1, 'y', 5, DEFAULT, DEFAULT, 'b')");
        await().atMost(LIMIT).until(() -> MADE_ROWS.size() == 2 || running.isDone());

        // Then
        assertThat(MADE_ROWS.get(0)).containsExactly(1L, 1L, 2L, 4L, "a");
        assertThat(MADE_ROWS.get(1)).containsExactly(2L, 1L, 5L, 10L, "b");
    }

    @Test
    void marksWhatTheLogLeavesOut() throws Exception {
        // Given
        String big = "(SELECT string_agg(md5(i::text), '') FROM generate_series(1, 400) i)";
        execute(
                "INSERT INTO wide SELECT 1, 1, 0, "
                        + big
                        + ", decode("
                        + big
                        + ", 'hex'), to_json("
                        + big
                        + "), to_jsonb("
                        + big
                        + "), ARRAY["
                        + big
                        + "], (SELECT string_agg(i::text, '') FROM generate_series(1, 5000) i)::numeric,"
                        + " hstore('a', "
                        + big
                        + "), xmlparse(content "
                        + big
                        + "), to_tsvector('simple', (SELECT"
                        + " string_agg(md5(i::text), ' ') FROM generate_series(1, 400) i)), repeat('01', 20000)::varbit, ("
                        + big
                        + ")::citext");

        // When
        execute("UPDATE wide SET counter = counter + 1", "UPDATE wide SET note = 'new'");
        await().atMost(LIMIT).until(() -> WIDE_ROWS.size() == 3 || running.isDone());

        // Then
        @Nullable Object[] inserted = WIDE_ROWS.get(0).after();
        @Nullable Object[] counted = WIDE_ROWS.get(1).after();
        @Nullable Object[] noted = WIDE_ROWS.get(2).after();
        assertThat(inserted).noneMatch(Unchanged.class::isInstance).doesNotContainNull();
        assertThat(counted).startsWith(1L, 1L, 1L);
        assertThat(counted).hasSize(14);
        for (int i = 3; i < counted.length; i++) {
            assertThat(counted[i]).as("column " + i).isInstanceOf(Unchanged.class);
        }
        assertThat(noted[3]).isEqualTo("new");
    }

    private static TableConfig table(TableName name, Set<String> exclude) {
        return new TableConfig(name, "account_id", exclude, Map.of(), List.of(), Optional.empty());
    }

    private static void prepare() throws SQLException {
        CellCase.TYPES.forEach(CellsTest::executeUnchecked);
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < COLUMN_TYPES.size(); i++) {
            columns.add("c" + i + " " + COLUMN_TYPES.get(i));
        }
        execute(
                "CREATE TABLE cells (id bigint PRIMARY KEY, account_id int, "
                        + String.join(", ", columns)
                        + ")",
                "CREATE TABLE wide (id bigint PRIMARY KEY, account_id int, counter int, note text,"
                        + " bytes bytea, json json, jsonb jsonb, texts text[], digits numeric, pairs"
                        + " hstore, xml xml, words tsvector, bits varbit, folded citext)",
                "ALTER TABLE wide ALTER digits SET STORAGE EXTERNAL, ALTER bits SET STORAGE EXTERNAL",
                "ALTER TABLE wide ALTER words SET STORAGE EXTERNAL",
                "CREATE TABLE made (id bigint PRIMARY KEY, account_id int, secret text, n int,"
                        + " twice int GENERATED ALWAYS AS (n * 2) STORED, thrice int GENERATED ALWAYS"
                        + " AS (n * 3) VIRTUAL, \"odd, na.me\" text)",
                "INSERT INTO made VALUES (1, 1, 'x', 2, DEFAULT, DEFAULT, 'a')",
                "ALTER DATABASE postgres SET IntervalStyle = 'sql_standard'",
                "ALTER DATABASE postgres SET DateStyle = 'German'",
                "ALTER DATABASE postgres SET TimeZone = 'America/St_Johns'",
                "ALTER DATABASE postgres SET bytea_output = 'escape'",
                "ALTER DATABASE postgres SET extra_float_digits = -5");
    }

    private static void insert(int offset) throws SQLException {
        List<String> statements = new ArrayList<>();
        statements.add("SET DateStyle = 'ISO'");
        for (int i = 0; i < CASES.size(); i++) {
            CellCase value = CASES.get(i);
            statements.add(
                    "INSERT INTO cells (id, account_id, c"
                            + COLUMN_TYPES.indexOf(value.type())
                            + ") VALUES ("
                            + (i + offset)
                            + ", 1, "
                            + value.literal()
                            + ")");
        }
        execute(statements.toArray(String[]::new));
    }

    private static void keep(SourceEvent event) {
        switch (event) {
            case SourceEvent.Read read when read.table().name().equals(MADE) ->
                    MADE_ROWS.add(read.cells());
            case SourceEvent.Row row when row.table().name().equals(MADE) ->
                    MADE_ROWS.add(row.after());
            case SourceEvent.Read read -> ROWS.put((Long) read.cells()[0], read.cells());
            case SourceEvent.Row row when row.table().name().equals(WIDE) -> WIDE_ROWS.add(row);
            case SourceEvent.Row row when row.operation() == Operation.INSERT ->
                    ROWS.put((Long) row.after()[0], row.after());
            default -> {}
        }
    }

    private static void awaitRows(int count) {
        await().atMost(LIMIT).until(() -> ROWS.size() == count || running.isDone());
        if (ROWS.size() < count) {
            running.join();
        }
        assertThat(ROWS).hasSize(count);
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://"
                        + server.host()
                        + ":"
                        + server.port()
                        + "/"
                        + server.database(),
                server.user(),
                server.password());
    }

    private static void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void executeUnchecked(String sql) {
        try {
            execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
