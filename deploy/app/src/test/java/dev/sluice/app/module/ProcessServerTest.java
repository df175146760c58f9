package dev.sluice.app.module;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.metric.ProcessMetrics;
import dev.sluice.app.shell.Configuration;
import dev.sluice.app.shell.Stop;
import dev.sluice.app.topic.TopicsCommand;
import dev.sluice.embedded.EmbeddedBroker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process with a real aggregator on a real broker that goes away and comes back.
class ProcessServerTest {

    private static final String TOKEN = "correct-horse-battery-staple";

    private @TempDir Path directory;

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(120));
    }

    private Configuration configuration(EmbeddedBroker broker) throws IOException {
        Path file = directory.resolve("sluice.yaml");
        Files.writeString(
                file,
                """
                source: { type: postgres, host: none, database: none, user: none, password: none }
                kafka:
                  prefix: served
                  partitions: 2
                  replication: 1
                  client: { bootstrap.servers: "%s" }
                processing: { bucket: processing, region: us-east-1 }
                state: "%s"
                http_token: %s
                tenants:
                  acme: { key: 1, account: "111122223333", bucket: acme, region: us-east-1, external_id: "${ACME_ID}", role: arn:aws:iam::111122223333:role/x }
                """
                        .formatted(broker.bootstrapServers(), directory.resolve("state"), TOKEN));
        return Configuration.read(file, Map.of(), Configuration.Use.MIDDLE);
    }

    private static HttpResponse<String> send(
            HttpClient client, ProcessServer server, String path, String token)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(server, path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
    }

    private static URI uri(ProcessServer server, String path) {
        return URI.create("http://localhost:" + server.port() + path);
    }

    @Test
    void isReadyWhileKafkaAnswersAndSaysWhyItIsNot()
            throws IOException, InterruptedException, ExecutionException {
        try (EmbeddedBroker broker = EmbeddedBroker.builder().start();
                ProcessMetrics metrics = new ProcessMetrics();
                HttpClient client = HttpClient.newHttpClient()) {
            // Given
            Configuration configuration = configuration(broker);
            TopicsCommand.apply(configuration.kafka(), new PrintWriter(Writer.nullWriter()));
            List<Module> modules =
                    List.of(
                            Module.aggregator(
                                    configuration, Clock.systemUTC(), metrics.registry()));
            Stop stop = new Stop();
            try (ProcessServer server =
                    ProcessServer.open(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            configuration.http().token(),
                            configuration.kafka(),
                            modules,
                            metrics)) {
                CompletableFuture<Void> end =
                        CompletableFuture.runAsync(
                                () -> {
                                    try {
                                        new Modules(modules).run(stop);
                                    } catch (InterruptedException e) {
                                        throw new IllegalStateException(e);
                                    }
                                },
                                task -> Thread.ofPlatform().start(task));
                await().until(() -> send(client, server, "/health/ready", "").statusCode() == 200);

                // When
                broker.stop();

                // Then
                String reason = "Kafka at " + broker.bootstrapServers() + " has not answered for";
                await().untilAsserted(() -> {
                    HttpResponse<String> ready = send(client, server, "/health/ready", "");
                    assertThat(ready.statusCode()).isEqualTo(503);
                    assertThat(ready.body()).contains("\"ready\":false").contains(reason);
                });
                assertThat(send(client, server, "/health/live", "").statusCode()).isEqualTo(200);
                assertThat(send(client, server, "/metrics", TOKEN).body())
                        .contains("sluice_ready{part=\"kafka\"} 0.0");

                broker.start();
                await().until(() -> send(client, server, "/health/ready", "").statusCode() == 200);
                assertServesAndGuards(client, server);
                stop.request();
                end.get();
            } finally {
                stop.request();
            }
        }
    }

    private static void assertServesAndGuards(HttpClient client, ProcessServer server)
            throws IOException, InterruptedException {
        HttpResponse<String> served = send(client, server, "/metrics", TOKEN);
        assertThat(served.statusCode()).isEqualTo(200);
        assertThat(served.body())
                .contains("sluice_build_version{version=")
                .contains("sluice_tenant_pending_rows{tenant=\"acme\"} 0.0")
                .contains("sluice_aggregator_lag_seconds{step=\"resolve\"} 0.0")
                .contains("sluice_aggregator_running 1.0")
                .contains("jvm_memory_used_bytes")
                .contains("kafka_stream_")
                .doesNotContain(TOKEN);
        assertThat(served.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(served.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'");
        for (String wrong : List.of("", TOKEN.substring(1), TOKEN + "x")) {
            HttpResponse<String> refused = send(client, server, "/metrics", wrong);
            assertThat(refused.statusCode()).as(wrong).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
        }
        assertThat(send(client, server, "/elsewhere", TOKEN).statusCode()).isEqualTo(404);
        HttpResponse<String> posted =
                client.send(
                        HttpRequest.newBuilder(uri(server, "/health/ready"))
                                .POST(BodyPublishers.ofString("x"))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(posted.headers().firstValue("Allow")).isEqualTo(Optional.of("GET, HEAD"));
    }
}
