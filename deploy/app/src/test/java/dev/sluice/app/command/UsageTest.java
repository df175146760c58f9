package dev.sluice.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is typed, and the exit status.
final class UsageTest {

    private static final String COMMANDS =
            "demo, run, capture, aggregate, publish, topics, cut, pushes, status, tail, reread, skip, tenant, completion";

    @TempDir private Path directory;

    private Terminal terminal;

    @BeforeEach
    void open() {
        terminal = new Terminal(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void helpNamesEveryCommandAndEndsWithZero(String option) {
        // When
        Terminal.Result result = terminal.type(option);

        // Then
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains(COMMANDS.split(", "));
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "run",
                "capture",
                "aggregate",
                "publish",
                "topics",
                "topics apply",
                "cut",
                "push",
                "pushes",
                "status",
                "tail",
                "reread",
                "skip",
                "tenant",
                "tenant add",
                "tenant list",
                "tenant policy",
                "completion"
            })
    void everyCommandHasHelp(String command) {
        // When
        Terminal.Result result = terminal.type((command + " --help").split(" "));

        // Then
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("Usage: sluice " + command);
    }

    @Test
    void helpNamesTheDefaultsOfSharedOptions() {
        // When
        String cut = terminal.type("cut", "--help").out();
        String reread = terminal.type("reread", "--help").out();

        // Then
        assertThat(cut).contains("--wait waits (default: 3600)", "take it (default: 60)");
        assertThat(reread).contains("--wait waits (default: 86400)", "take it (default: 60)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh"})
    void completionIsAScriptOfEveryCommand(String shell) {
        // When
        Terminal.Result result = terminal.type("completion", shell);

        // Then
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("complete -F _complete_sluice", "--answer-within", "--from-beginning")
                .contains(COMMANDS.split(", "));
    }

    @Test
    void versionEndsWithZero() {
        // When
        Terminal.Result result = terminal.type("--version");

        // Then
        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("sluice ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "topics",
                "status --fast",
                "tail",
                "cut --timeout soon",
                "push acme",
                "demo --every",
                "pushes a b",
                "completion fish"
            })
    void wrongUsageEndsWithTwoAndShowsWhatIsRight(String typed) {
        // When
        Terminal.Result result =
                typed.isEmpty() ? terminal.type() : terminal.type(typed.split(" "));

        // Then
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("Usage: sluice");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void anUnknownCommandEndsWithTwoAndBringsTheOneThatWasMeant() {
        // When
        Terminal.Result result = terminal.type("caputre");

        // Then
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("'caputre'", "Did you mean: sluice capture");
    }

    @Test
    void aMissingFileEndsWithTwoAndIsNamed() {
        // When
        Terminal.Result result = terminal.type("-c", "nowhere.yaml", "status");

        // Then
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains(directory.resolve("nowhere.yaml").toString());
    }

    @Test
    void whatCannotBeDoneEndsWithOneAndSaysWhatToDo() throws IOException {
        // Given
        Files.writeString(
                directory.resolve("sluice.yaml"),
                """
                source: { type: postgres, host: localhost, port: 1, database: d, user: u, password: p }
                kafka: { client: { bootstrap.servers: "localhost:1", default.api.timeout.ms: 500, request.timeout.ms: 500 } }
                processing: { bucket: processing, region: us-east-1, own_buckets: [acme-warehouse] }
                state: state
                tenants:
                  acme: { key: 1, account: "111122223333", bucket: acme-warehouse, region: us-east-1 }
                """);

        // When
        Terminal.Result result = terminal.type("topics", "apply");

        // Then
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("the broker at localhost:1 does not answer")
                .contains("start it, or correct kafka.client.bootstrap.servers")
                .doesNotContain("\tat ");
    }
}
