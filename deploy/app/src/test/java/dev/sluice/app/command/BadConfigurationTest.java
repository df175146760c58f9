package dev.sluice.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One file with a mistake of every kind, given to the real commands.
final class BadConfigurationTest {

    private static final String FILE =
            """
            source:
              type: oracle
              port: 99999
              user: ""
              password: ${SOURCE_PASSWORD}
              heartbeat: 10
              slot: Sluice
            kafka:
              partitons: 12
              replication: three
              max_record: 32 MB
              client: { bootstrap.servers: "kafka:9092" }
            tables:
              services:
                exclude: name
                derive: { html_url: "https://x/{alias" }
              users:
                columns: [id, id]
            schedule:
              incremental: "0 25 * * *"
              full: "0 0 31 2 *"
            processing:
              bucket: acme-warehouse
              region: us-east-1
            publisher: { retry_first: 1 h, retry_longest: 1 s }
            http: zero
            state: ""
            tenants:
              acme:
                key: 1
                account: 1234
                bucket: Acme
                region: us-east-1
              one:
                key: 1
                account: "111122223333"
                bucket: acme-warehouse
                region: us-east-1
              two:
                key: 1
                account: "111122223333"
                bucket: shared
                region: us-east-1
                role: arn:aws:iam::999999999999:role/x
            """;

    /// How the line of each mistake begins: where it is, and what was expected there.
    private static final List<String> MISTAKES =
            List.of(
                    "source.host (line 1): expected a text, found nothing",
                    "source.database (line 1): expected a text, found nothing",
                    "source.type (line 2): expected one of postgres, found \"oracle\"",
                    "source.port (line 3): expected a whole number from 1 to 65535",
                    "source.user (line 4): expected a text, found \"\"",
                    "source.heartbeat (line 6): expected a time from 100 ms to 1 h",
                    "source.slot (line 7): expected a replication slot's name",
                    "kafka.partitons (line 9): expected one of client, max_record, partitions",
                    "kafka.replication (line 10): expected a whole number from 1 to 100",
                    "kafka.max_record (line 11): expected a size from 1 MiB to 1 GiB",
                    "tables.services.exclude (line 15): expected a list of texts",
                    "tables.services.derive (line 16): expected columns, each with a template",
                    "tables.users (line 17): columns names id twice",
                    "schedule.incremental (line 20): expected a cron expression of five fields",
                    "schedule.full (line 21): expected a cron expression of five fields",
                    "publisher (line 25): retry_first (PT1H) is longer than retry_longest (PT1S)",
                    "http (line 26): expected a whole number from 1 to 65535",
                    "state (line 27): expected a text, found \"\"",
                    "tenants.acme.account (line 31): expected an AWS account, found \"1234\"",
                    "tenants.acme.bucket (line 32): expected a bucket's name, found \"Acme\"",
                    "tenants.one.bucket (line 37): expected a bucket of the tenant's own",
                    "tenants.two (line 39): role is of account 999999999999");

    private static final String UNDEFINED =
            "source.password (line 5): expected the environment variable SOURCE_PASSWORD to be set";

    @TempDir private Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("sluice.yaml"), FILE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "capture",
                "aggregate",
                "publish",
                "topics apply",
                "cut",
                "pushes",
                "status",
                "tail changes"
            })
    void everyCommandNamesEveryMistakeAndEndsWithTwo(String command) {
        // When
        Terminal.Result result = new Terminal(directory).type(command.split(" "));

        // Then
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(MISTAKES).doesNotContain("\tat ");
        assertThat(result.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "capture", "cut"})
    void aCommandThatUsesTheSourceNeedsItsVariables(String command) {
        // When
        Terminal.Result result = new Terminal(directory).type(command);

        // Then
        assertThat(result.err()).contains("has 23 mistakes", UNDEFINED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aggregate", "publish", "status"})
    void aCommandThatDoesNotUseTheSourceNeedsNoneOfItsVariables(String command) {
        // When
        Terminal.Result result = new Terminal(directory).type(command);

        // Then
        assertThat(result.err()).contains("has 22 mistakes").doesNotContain("SOURCE_PASSWORD");
    }

    @Test
    void theProcessEndsWithTwo() throws IOException, InterruptedException {
        // When
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.sluice.app.Sluice",
                                "-c",
                                file.toString(),
                                "run")
                        .start();
        String err;
        try (InputStream messages = process.getErrorStream()) {
            err = new String(messages.readAllBytes(), StandardCharsets.UTF_8);
        }

        // Then
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        assertThat(err).contains(MISTAKES).contains("has 23 mistakes", UNDEFINED);
    }
}
