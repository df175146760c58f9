package dev.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;

class ServersTest {

    @TempDir Path folder;

    @Test
    void startsWhatWasAskedForAndClosesIt() throws Exception {
        // When
        Servers servers =
                Servers.builder()
                        .kind(ServerKind.EMBEDDED)
                        .source()
                        .broker()
                        .objectStore(folder)
                        .start();
        try (servers) {

            // Then
            try (var connection = servers.source().connect()) {
                assertThat(connection.isValid(5)).isTrue();
            }
            servers.broker().createTopic("t", 2, Map.of());
            servers.objectStore().createBucket("acme");
            try (var client = servers.objectStore().client()) {
                client.putObject(put -> put.bucket("acme").key("k"), RequestBody.fromString("x"));
            }
            assertThat(folder.resolve("acme/k")).hasContent("x");
        }
        assertThatThrownBy(() -> servers.source().connect()).hasMessageContaining("refused");
        assertThat(folder.resolve("acme/k")).exists();
    }

    @Test
    void saysThatAServerWasNotAskedFor() {
        try (Servers none = Servers.builder().kind(ServerKind.EMBEDDED).start()) {
            assertThatThrownBy(none::broker).hasMessageContaining("broker");
        }
    }

    @Test
    void runsWithoutTestcontainers() throws Exception {
        // Given
        try (URLClassLoader without = classPathWithoutTestcontainers()) {
            Class<?> program = without.loadClass(Abandoned.class.getName());

            // When
            Object started =
                    program.getMethod("startObjectStore", String.class)
                            .invoke(null, folder.toString());

            // Then
            try (AutoCloseable servers = (AutoCloseable) started) {
                assertThat(servers.getClass().getClassLoader()).isSameAs(without);
            }
        }
    }

    @Test
    void leavesNothingWhenTheJvmIsKilled() throws Exception {
        // Given
        Path said = folder.resolve("said");
        Process jvm =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "-Djava.io.tmpdir=" + folder,
                                "-Dot.epg.working-dir="
                                        + Path.of(
                                                System.getProperty("java.io.tmpdir"),
                                                "embedded-pg"),
                                Abandoned.class.getName())
                        .redirectOutput(said.toFile())
                        .start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(said) && !Files.readString(said).isBlank());
        Path data = Path.of(Files.readString(said).strip());
        long postmaster =
                Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
        assertThat(ProcessHandle.of(postmaster)).isPresent();

        // When
        jvm.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

        // Then
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> {
                    assertThat(ProcessHandle.of(postmaster)).isEmpty();
                    assertThat(data.getParent()).doesNotExist();
                });
    }

    private static URLClassLoader classPathWithoutTestcontainers() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(":")) {
            if (!entry.contains("testcontainers") && !entry.contains("docker-java")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }
}
