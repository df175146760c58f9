package dev.sluice.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.app.shell.Stop;
import dev.sluice.embedded.ObjectStoreServer;
import dev.sluice.embedded.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// The commands of a vendor's day against real servers, which they share: topics are made before
/// `run` starts, and what is shown afterwards is what `run` made of it.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class CommandsTest {

    private static final String CUT = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";

    @TempDir private static Path directory;

    private static final Stop STOP = new Stop();

    private static Servers servers;
    private static Terminal terminal;
    private static CompletableFuture<Terminal.Result> run = new CompletableFuture<>();

    @BeforeAll
    static void start() throws SQLException, IOException {
        servers = Servers.builder().source().broker().objectStore(directory.resolve("s3")).start();
        try (Connection connection = servers.source().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE services (id bigint PRIMARY KEY, account_id int, name text);
                    INSERT INTO services VALUES (83, 1, 'Shopping Cart'), (84, 2, 'Ledger');
                    """);
        }
        List.of("processing", "acme-warehouse", "globex")
                .forEach(servers.objectStore()::createBucket);
        terminal = new Terminal(directory);
        Files.writeString(directory.resolve("sluice.yaml"), configuration(3));
    }

    private static String configuration(int partitions) {
        ObjectStoreServer store = servers.objectStore();
        return """
        source: { type: postgres, host: %s, port: %d, database: %s, user: %s, password: "%s", heartbeat: 1 s }
        kafka:
          prefix: vendor
          partitions: %d
          replication: 1
          client: { bootstrap.servers: "%s" }
        processing:
          bucket: processing
          region: us-east-1
          own_buckets: [acme-warehouse, globex, initech]
        aws: { s3_endpoint: "%s", path_style: true, access_key: "%s", secret_key: "%s" }
        state: "%s"
        tenants:
          acme: { key: 1, account: "111122223333", bucket: acme-warehouse, region: us-east-1 }
          globex: { key: 2, account: "444455556666", bucket: globex, region: us-east-1 }
          initech: { key: 3, account: "777788889999", bucket: initech, region: us-east-1 }
        publisher: { retry_first: 100 ms, retry_longest: 1 s }
        """
                .formatted(
                        servers.source().host(),
                        servers.source().port(),
                        servers.source().database(),
                        servers.source().user(),
                        servers.source().password(),
                        partitions,
                        servers.broker().bootstrapServers(),
                        store.endpoint(),
                        store.accessKey(),
                        store.secretKey(),
                        directory.resolve("state"));
    }

    @AfterAll
    static void stop() {
        STOP.request();
        servers.close();
    }

    /// Types a command that does not end by itself.
    private static CompletableFuture<Terminal.Result> begin(Stop stop, String... arguments) {
        return CompletableFuture.supplyAsync(
                () -> terminal.type(stop, arguments), task -> Thread.ofPlatform().start(task));
    }

    @Test
    @Order(1)
    void runStartsOnNoTopicsThatAreMissing() {
        // When
        Terminal.Result result = terminal.type("run");

        // Then
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("topic vendor.changes does not exist; create it by: sluice topics apply");
    }

    @Test
    @Order(2)
    void topicsApplyCreatesThem() {
        // When
        Terminal.Result result = terminal.type("topics", "apply");

        // Then
        assertThat(result.status()).isZero();
        assertThat(result.lines())
                .containsExactlyInAnyOrder(
                        "created  vendor.changes (3 partitions)",
                        "created  vendor.rows (3 partitions)",
                        "created  vendor.deltas (3 partitions)",
                        "created  vendor.pushes (3 partitions)",
                        "created  vendor.offsets (1 partition)",
                        "created  vendor.tables (1 partition)");
    }

    @Test
    @Order(3)
    void topicsApplyLeavesThoseThatAreThere() {
        // When
        Terminal.Result result = terminal.type("topics", "apply");

        // Then
        assertThat(result.status()).isZero();
        assertThat(result.lines()).hasSize(6).allMatch(line -> line.startsWith("exists   "));
    }

    @Test
    @Order(4)
    void topicsApplyRefusesToChangeACount() throws IOException {
        // Given
        Files.writeString(directory.resolve("five.yaml"), configuration(5));

        // When
        Terminal.Result result = terminal.type("-c", "five.yaml", "topics", "apply");

        // Then
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("topic vendor.rows has 3 partitions and needs 5", "kafka.partitions");
    }

    @Test
    @Order(5)
    void topicsApplySaysWhichSettingDiffers() throws IOException {
        // Given
        Files.writeString(
                directory.resolve("other.yaml"),
                configuration(3).replace("prefix: vendor", "prefix: other"));
        servers.broker().createTopic("other.changes", 3, Map.of("cleanup.policy", "compact"));
        try (Admin admin = servers.broker().admin()) {
            // The answer to the creation may come before the list has it.
            await().until(() -> admin.listTopics().names().get().contains("other.changes"));
        }

        // When
        Terminal.Result result = terminal.type("-c", "other.yaml", "topics", "apply");

        // Then
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("topic other.changes is not as needed")
                .contains("cleanup.policy is compact and should be delete")
                .contains("kafka-configs.sh --alter --topic other.changes");
    }

    @Test
    @Order(6)
    void aCutThatNoCaptureTakesEndsWithOne() {
        // When
        Terminal.Result result = terminal.type("cut", "--answer-within", "1");

        // Then
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("no capture took the cut within 1 s");
        assertThat(result.out()).isEmpty();
    }

    @Test
    @Order(6)
    void aPushBeforeTheFirstCutEndsWithOne() {
        // When
        Terminal.Result result = terminal.type("push", "acme", "--full");

        // Then
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("there is no cut yet", "first snapshot");
    }

    @Test
    @Order(7)
    void runBringsAFirstFullPushToEveryTenant() {
        // When
        run = begin(STOP, "run");

        // Then
        await().atMost(Duration.ofMinutes(2))
                .until(() -> {
                    assertThat(run).isNotDone();
                    return terminal.type("pushes").lines().stream()
                                    .filter(line -> line.contains(" full "))
                                    .filter(line -> line.contains(" delivered "))
                                    .count()
                            == 2;
                });
    }

    @Test
    @Order(8)
    void cutPrintsItsName() {
        // When
        Terminal.Result result = terminal.type("cut");

        // Then
        assertThat(result.status()).isZero();
        assertThat(result.out().strip()).matches(CUT);
    }

    @Test
    @Order(9)
    void cutNamesTheTenantsThatItWaitedForInVain() {
        // Given: initech's bucket is not there yet

        // When
        Terminal.Result result = terminal.type("cut", "--wait", "--timeout", "3");

        // Then
        String cut = result.out().strip();
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("cut " + cut + " is not delivered to initech within 3 s")
                .contains("sluice status");
    }

    @Test
    @Order(10)
    void statusSaysWhatATenantWaitsFor() {
        // When
        Terminal.Result result = terminal.type("status");

        // Then
        assertThat(result.status()).isZero();
        assertThat(result.lines().getLast())
                .matches("initech +nothing delivered yet +- +- +full " + CUT + ": .*bucket.*");
    }

    @Test
    @Order(11)
    void cutWaitsUntilEveryTenantHasItsPush() throws SQLException {
        // Given
        try (Connection connection = servers.source().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO services VALUES (85, 1, 'Search')");
        }
        servers.objectStore().createBucket("initech");

        // When
        Terminal.Result result = terminal.type("cut", "--wait", "--timeout", "60");

        // Then
        String cut = result.out().strip();
        assertThat(result.status()).isZero();
        assertThat(cut).matches(CUT);
        assertThat(result.err())
                .contains("acme: incremental delivered", "initech: incremental delivered");
        assertThat(directory.resolve("s3/acme-warehouse/v1/incremental/services"))
                .isDirectoryRecursivelyContaining(
                        file -> file.endsWith(path(cut).resolve("services.csv.gz")));
        assertThat(directory.resolve("s3/globex/v1/incremental/_manifest"))
                .isDirectoryRecursivelyContaining(
                        file -> file.endsWith(path(cut).resolve("manifest.json")));
    }

    @Test
    @Order(11)
    void pushBringsAFullPushAtTheLatestCut() {
        // When
        Terminal.Result result = terminal.type("push", "acme", "--full", "--wait");
        Terminal.Result again = terminal.type("push", "acme", "--full");

        // Then
        String cut = result.out().strip();
        assertThat(result.status()).isZero();
        assertThat(cut).matches(CUT);
        assertThat(directory.resolve("s3/acme-warehouse/v1/full/_manifest"))
                .isDirectoryRecursivelyContaining(
                        file -> file.endsWith(path(cut).resolve("manifest.json")));
        assertThat(again.status()).isZero();
        assertThat(again.out()).contains("there already  full push " + cut + " of acme");
    }

    @Test
    @Order(11)
    void pushKnowsTheTenantsOfTheConfiguration() {
        // When
        Terminal.Result result = terminal.type("push", "umbrella", "--full");

        // Then
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("no tenant umbrella; it has acme, globex, initech");
    }

    private static Path path(String cut) {
        return Path.of(cut.substring(0, 10), cut.substring(11, 19));
    }

    @Test
    @Order(12)
    void pushesShowsTheLedger() {
        // When
        Terminal.Result all = terminal.type("pushes");
        Terminal.Result one = terminal.type("pushes", "acme");

        // Then
        assertThat(all.status()).isZero();
        assertThat(all.lines().getFirst()).startsWith("CUT ").contains("TENANT", "STATE", "ROWS");
        assertThat(all.lines()).anyMatch(line -> line.matches(CUT + " +globex +full +delivered.*"));
        assertThat(one.lines().subList(1, one.lines().size()))
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(line -> line.matches(CUT + " +acme +(full|incremental) +delivered.*"));
    }

    @Test
    @Order(12)
    void pushesShowsARangeOfCutsAsJson() {
        // Given
        List<String> cuts =
                terminal.type("pushes", "acme").lines().stream()
                        .skip(1)
                        .map(line -> line.substring(0, 20))
                        .distinct()
                        .toList();

        // When
        Terminal.Result one =
                terminal.type(
                        "pushes", "acme", "--json", "--from", cuts.get(1), "--to", cuts.get(1));
        Terminal.Result wrong = terminal.type("pushes", "--from", "yesterday");

        // Then
        assertThat(one.status()).isZero();
        assertThat(one.lines())
                .isNotEmpty()
                .allMatch(line ->
                        line.startsWith("{\"tenant\":\"acme\",\"type\":")
                                && line.contains("\"cut\":\"" + cuts.get(1) + "\"")
                                && line.contains("\"state\":\"delivered\""));
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("a cut is written like 2026-11-23T22:00:00Z");
    }

    @Test
    @Order(13)
    void pushesKnowsTheTenantsOfTheConfiguration() {
        // When
        Terminal.Result result = terminal.type("pushes", "umbrella");

        // Then
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("the configuration has no tenant umbrella; it has acme, globex, initech");
    }

    @Test
    @Order(14)
    void statusShowsHowFarEachTenantIs() {
        // When
        Terminal.Result result = terminal.type("status");

        // Then
        assertThat(result.status()).isZero();
        assertThat(result.lines()).hasSize(4);
        assertThat(result.lines().getFirst()).startsWith("TENANT ");
        assertThat(result.lines().get(1))
                .matches("acme +\\d+ (s|min \\d+ s) +" + CUT + " +" + CUT + " +-");
        assertThat(result.lines().get(2)).startsWith("globex ");
    }

    @Test
    @Order(15)
    void tailShowsRecordsByTheNamesOfTheirColumns() {
        // When
        Terminal.Result result = terminal.type("tail", "changes", "--from-beginning", "--max", "8");

        // Then
        assertThat(result.status()).isZero();
        assertThat(result.lines())
                .hasSize(8)
                .anyMatch(line ->
                        line.matches("\\d+:\\d+  \\S+  services/83  Change .*")
                                && line.contains("\"name\":\"Shopping Cart\""));
    }

    @Test
    @Order(16)
    void tailEndsWhenItIsStopped() {
        // Given
        Stop stop = new Stop();
        CompletableFuture<Terminal.Result> tail = begin(stop, "tail", "deltas");

        // When
        stop.request();

        // Then
        assertThat(tail).succeedsWithin(Duration.ofSeconds(20));
        assertThat(tail.join().status()).isZero();
    }

    @Test
    @Order(17)
    void tailKnowsTheTopicsThatThereAre() {
        // When
        Terminal.Result result = terminal.type("tail", "change");

        // Then
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("there is no topic change; name one of", "deltas");
    }

    @Test
    @Order(18)
    void rereadReturnsWhenTheTableIsRead() {
        // When
        Terminal.Result result =
                terminal.type("reread", "services", "--where", "id < 85", "--wait");

        // Then
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isZero();
        assertThat(result.lines()).containsExactly("services is being read", "services is read");
    }

    @Test
    @Order(19)
    void rereadRefusesWhatTheSourceDoesNotTake() {
        // When
        Terminal.Result unknown = terminal.type("reread", "nothing");
        Terminal.Result condition = terminal.type("reread", "services", "--where", "nmae = 'x'");
        Terminal.Result two = terminal.type("reread", "services", "--where", "true; SELECT 1");

        // Then
        assertThat(List.of(unknown.status(), condition.status(), two.status())).containsOnly(1);
        assertThat(unknown.err()).contains("the table nothing is not captured");
        assertThat(condition.err()).contains("nmae", "correct --where");
        assertThat(two.err()).contains("semicolon");
    }

    @Test
    @Order(20)
    void rereadFailsWithWhatTheSourceSaysOfAConditionThatItCannotEvaluate() {
        // When
        Terminal.Result result =
                terminal.type("reread", "services", "--where", "1 / (id - id) = 1", "--wait");

        // Then
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err())
                .contains("services is not read again", "(1 / (id - id) = 1)", "division by zero");
    }

    @Test
    @Order(21)
    void runEndsWithZeroWhenItIsStopped() {
        // When
        STOP.request();

        // Then
        assertThat(run).succeedsWithin(Duration.ofSeconds(28));
        assertThat(run.join().status()).isZero();
    }
}
