package dev.sluice.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The demo as a process. The second test finds the exports that the first one left.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DemoTest {

    private static final int SIGTERM = 15;
    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final List<String> BUCKETS =
            SampleTenant.ALL.stream().map(SampleTenant::bucket).toList();
    private static final List<String> TABLES = List.of("services", "teams", "check_results");

    @TempDir private static Path directory;

    @Test
    @Order(1)
    void onceEndsWithZeroAfterAFullAndAnIncrementalPushOfEveryTenant() throws Exception {
        // Given
        try (DemoProcess demo = DemoProcess.start(directory, "--once")) {
            // When
            boolean ended = demo.endsWithin(LONGEST);

            // Then
            assertThat(ended).as(demo.printed()).isTrue();
            assertThat(demo.process().exitValue()).as(demo.printed()).isZero();
            assertThat(demo.printed())
                    .contains("Starting PostgreSQL, Kafka and S3", "exports   ./exports")
                    .contains("Cut 20", "initech  incremental", "  85,,,,,,,,,,,,,20");
            assertThat(left(demo.temporary())).isEmpty();
            assertThat(directory.resolve(".sluice/demo/state")).doesNotExist();
        }
        for (String bucket : BUCKETS) {
            for (String type : List.of("full", "incremental")) {
                for (String table : TABLES) {
                    assertThat(lines(bucket, type, table)).hasSizeGreaterThan(1);
                }
                assertThat(files(bucket, type, "manifest.json")).isNotEmpty();
            }
        }
    }

    @Test
    @Order(2)
    void theFilesAreThoseOfTheProductPage() throws IOException {
        // When
        List<String> full = lines("acme-warehouse", "full", "services");
        List<String> incremental = lines("acme-warehouse", "incremental", "services");

        // Then
        assertThat(full)
                .startsWith(
                        "id,name,alias,product,description,owner_id,language,framework,tier_index,lifecycle_index,html_url,created_at,updated_at,deleted_at")
                .contains(
                        "83,Transaction Processor,transaction_processor,NULL,NULL,5,Python,Flask,NULL,NULL,https://app.opslevel.com/services/transaction_processor,2020-02-19 13:57:11,2020-02-19 13:57:11,",
                        "84,Reconciliator,reconciliator,Payment,Responsible for reconciling various transactions,5,Ruby,Rails,1,NULL,https://app.opslevel.com/services/reconciliator,2020-02-19 13:57:42,2020-02-19 13:57:42,");
        assertThat(incremental.getFirst()).isEqualTo(full.getFirst());
        // The deletion: the key, the time, and nothing else.
        assertThat(incremental)
                .anyMatch(line -> line.matches("85,{13}\\d{4}-\\d\\d-\\d\\d [\\d:]{8}(\\.\\d+)?"));
        assertThat(incremental.stream().skip(1).filter(line -> line.endsWith(",")))
                .as("an insert, whose id the full push lacks")
                .anyMatch(line -> full.stream().noneMatch(old -> id(old).equals(id(line))));
        assertThat(lines("acme-warehouse", "incremental", "teams").stream().skip(1))
                .as("an update, whose id the full push has")
                .anyMatch(line ->
                        lines("acme-warehouse", "full", "teams").stream()
                                .anyMatch(old -> id(old).equals(id(line)) && !old.equals(line)));
    }

    @Test
    @Order(3)
    void aSignalEndsItInOrderAndNothingIsLeftBehind() throws Exception {
        // Given
        List<Path> first = files("acme-warehouse", "full", "manifest.json");
        try (DemoProcess demo = DemoProcess.start(directory)) {
            await().atMost(LONGEST)
                    .until(() -> {
                        assertThat(demo.process().isAlive()).as(demo.printed()).isTrue();
                        return demo.printed().contains("Live traffic runs");
                    });
            List<ProcessHandle> servers = demo.descendants();
            assertThat(servers).isNotEmpty();
            refusesASecondOne();

            // When: to a JVM SIGTERM is what SIGINT is, but a shell may have it ignored
            demo.process().destroy();

            // Then
            assertThat(demo.endsWithin(Duration.ofSeconds(20))).as(demo.printed()).isTrue();
            assertThat(demo.process().exitValue()).isEqualTo(128 + SIGTERM);
            assertThat(demo.printed())
                    .contains("Stopping: ")
                    .doesNotContain("the command ended with status");
            assertThat(servers).noneMatch(ProcessHandle::isAlive);
            assertThat(left(demo.temporary())).isEmpty();
            assertThat(directory.resolve(".sluice/demo/state")).doesNotExist();
            assertThat(files("acme-warehouse", "full", "manifest.json"))
                    .as("those of the first demo are gone")
                    .isNotEmpty()
                    .doesNotContainAnyElementsOf(first);
        }
    }

    private static void refusesASecondOne() throws Exception {
        try (DemoProcess same = DemoProcess.start(directory);
                DemoProcess sameExports = DemoProcess.start(directory, "--home", "other")) {
            assertThat(same.endsWithin(Duration.ofSeconds(30))).isTrue();
            assertThat(same.process().exitValue()).isEqualTo(1);
            assertThat(same.printed()).contains("another demo runs in", "--home", "--exports");
            assertThat(sameExports.endsWithin(Duration.ofSeconds(30))).isTrue();
            assertThat(sameExports.process().exitValue()).isEqualTo(1);
            assertThat(sameExports.printed()).contains("another demo puts its pushes into");
        }
    }

    @Test
    @Order(4)
    void aFolderThatTheDemoDidNotMakeIsLeftAlone() throws Exception {
        // Given
        Path own = Files.createDirectories(directory.resolve("own"));
        Path precious = Files.writeString(own.resolve("services.csv.gz"), "mine");

        // When
        try (DemoProcess demo = DemoProcess.start(directory, "--exports", "own")) {
            assertThat(demo.endsWithin(Duration.ofSeconds(30))).isTrue();

            // Then
            assertThat(demo.process().exitValue()).isEqualTo(1);
            assertThat(demo.printed()).contains(own.toString(), "name another folder by --exports");
        }
        assertThat(precious).hasContent("mine");
    }

    private static String id(String line) {
        return line.substring(0, line.indexOf(','));
    }

    /// Of the first full push, or of all incremental ones, one after another: a scheduled cut may
    /// come between those that the demo asks for.
    private static List<String> lines(String bucket, String type, String table) {
        try {
            List<Path> files = files(bucket, type, table + ".csv.gz");
            assertThat(files).isNotEmpty();
            List<String> lines = new ArrayList<>();
            for (Path file : type.equals("full") ? files.subList(0, 1) : files) {
                lines.addAll(lines(file));
            }
            return lines;
        } catch (IOException e) {
            throw new AssertionError(bucket + ", " + type + ", " + table, e);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }

    /// In the order of their cuts.
    private static List<Path> files(String bucket, String type, String name) throws IOException {
        Path folder = directory.resolve("exports").resolve(bucket).resolve("v1").resolve(type);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith(name)).sorted().toList();
        }
    }

    /// But for PostgreSQL's programs, which the next demo takes up as they are, and the JVM's own.
    private static List<Path> left(Path temporary) throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.filter(file -> !file.endsWith("embedded-pg")).toList();
        }
    }
}
