package dev.sluice.capture.debezium;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.capture.definition.Layouts;
import dev.sluice.capture.definition.SourceCatalog;
import dev.sluice.capture.source.SourceException;
import dev.sluice.capture.source.SourceSetup;
import dev.sluice.capture.source.SourceTable;
import dev.sluice.capture.stream.ChangeStream;
import dev.sluice.config.SourceConfig;
import dev.sluice.config.SourceType;
import dev.sluice.config.TablesConfig;
import dev.sluice.embedded.EmbeddedSource;
import dev.sluice.table.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What cannot be carried is said, never written as something else.
class UnreadableTest {

    private final EmbeddedSource server = EmbeddedSource.builder().start();
    private final TablesConfig everyTable = new TablesConfig("account_id", Map.of());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    @Timeout(60)
    void stopsAtATimestampThatMicrosecondsSince1970CannotHold() throws Exception {
        // Given
        execute(
                "CREATE TABLE late (id bigint PRIMARY KEY, account_id int, at timestamp)",
                "INSERT INTO late VALUES (1, 1, '294276-12-31 23:59:59')");
        Map<TableName, SourceTable> tables =
                new SourceSetup(settings(), everyTable).prepare(ChangeStream.fresh(1)).tables();

        // When
        Layouts layouts =
                new SourceCatalog(settings(), everyTable).layouts(tables.values(), Map.of());
        try (Engine engine = new Engine(settings(), layouts, null, batch -> {})) {
            // Then
            assertThatThrownBy(engine::run).hasStackTraceContaining("public.late.at");
        }
    }

    @Test
    void refusesADatabaseWithADomainOverAnEnum() throws Exception {
        // Given
        execute(
                "CREATE TABLE t (id bigint PRIMARY KEY, account_id int)",
                "CREATE TYPE mood AS ENUM ('sad', 'ok')",
                "CREATE DOMAIN feeling AS mood");

        // When
        SourceSetup setup = new SourceSetup(settings(), everyTable);

        // Then
        assertThatThrownBy(() -> setup.prepare(ChangeStream.fresh(1)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("feeling");
    }

    private SourceConfig settings() {
        return new SourceConfig(
                SourceType.POSTGRES,
                server.host(),
                server.port(),
                server.database(),
                server.user(),
                server.password(),
                "unreadable",
                Duration.ofSeconds(1));
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
