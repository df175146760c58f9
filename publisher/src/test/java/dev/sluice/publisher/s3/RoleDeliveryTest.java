package dev.sluice.publisher.s3;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.config.ByteSize;
import dev.sluice.config.TenantConfig;
import dev.sluice.publisher.delivery.Destination;
import dev.sluice.publisher.delivery.FailureCause;
import dev.sluice.publisher.delivery.ObjectStore.Copy;
import dev.sluice.publisher.delivery.StoreOutcome;
import dev.sluice.tenant.TenantId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The requests that a delivery by a customer's role makes, as a recorder in place of S3 and STS
/// sees them.
class RoleDeliveryTest {

    private static final String SECRET = "planted-external-id";
    private static final String SHA256 = "ab".repeat(32);
    private static final String S3_ERROR = "<Error><Code>%s</Code><Message>no</Message></Error>";
    private static final long PART = 5L << 20;

    private record Seen(
            String line, String body, String owner, String sourceOwner, String source) {}

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private S3ObjectStore store;
    private Instant sessionEnd = Instant.now().plus(1, ChronoUnit.HOURS);

    @BeforeEach
    void begin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.start();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        store =
                new S3ObjectStore(
                        new AwsConfig(
                                Optional.of(endpoint),
                                Optional.of(endpoint),
                                true,
                                Optional.of("vendor"),
                                Optional.of("planted-secret-key")),
                        "us-east-1",
                        new ByteSize(PART),
                        Clock.systemUTC());
    }

    @AfterEach
    void end() {
        store.close();
        server.stop(0);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var headers = exchange.getRequestHeaders();
        String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        seen.add(
                new Seen(
                        line,
                        URLDecoder.decode(body, StandardCharsets.UTF_8),
                        headers.getFirst("x-amz-expected-bucket-owner"),
                        headers.getFirst("x-amz-source-expected-bucket-owner"),
                        headers.getFirst("x-amz-copy-source")));
        String refusal = refusals.isEmpty() ? "" : refusals.removeFirst();
        String answer = refusal.isEmpty() ? answer(line) : refusal;
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/xml");
        exchange.sendResponseHeaders(refusal.isEmpty() ? 200 : 403, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private String answer(String line) {
        if (line.equals("POST /")) {
            return """
            <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>session</AccessKeyId>\
            <SecretAccessKey>planted-session-key</SecretAccessKey><SessionToken>planted-token</SessionToken>\
            <Expiration>%s</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>\
            """
                    .formatted(sessionEnd.truncatedTo(ChronoUnit.SECONDS));
        }
        if (line.contains("?uploads")) {
            return "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>";
        }
        if (line.contains("partNumber")) {
            return "<CopyPartResult><ETag>e</ETag></CopyPartResult>";
        }
        return line.startsWith("POST")
                ? "<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>"
                : "<CopyObjectResult><ETag>e</ETag></CopyObjectResult>";
    }

    private static Destination acme() {
        return new Destination(
                new TenantConfig(
                        new TenantId("acme"),
                        "1",
                        "111122223333",
                        "acme-warehouse",
                        "in/",
                        "us-east-1",
                        Optional.of("arn:aws:iam::111122223333:role/sluice"),
                        Optional.of(SECRET)),
                "processing",
                "us-east-1",
                Optional.of("999988887777"));
    }

    private StoreOutcome deliver(long length) {
        return store.copy(
                acme().credentials(),
                new Copy(acme().staged("v1/x", SHA256), acme().delivered("v1/x"), length, SHA256));
    }

    @Test
    void assumesTheRoleAndCopiesAndAsksNothingElse() {
        // When
        StoreOutcome first = deliver(10);
        StoreOutcome second = deliver(10);

        // Then
        assertThat(List.of(first, second)).hasOnlyElementsOfType(StoreOutcome.Done.class);
        assertThat(seen)
                .extracting(Seen::line)
                .containsExactly(
                        "POST /", "PUT /acme-warehouse/in/v1/x", "PUT /acme-warehouse/in/v1/x");
        assertThat(seen.getFirst().body())
                .contains("Action=AssumeRole&", "RoleArn=arn:aws:iam::111122223333:role/sluice")
                .contains("RoleSessionName=sluice-acme", "ExternalId=" + SECRET)
                .contains("DurationSeconds=3600")
                .contains(
                        "\"Action\":[\"s3:GetObject\"],\"Resource\":[\"arn:aws:s3:::processing/111122223333/acme/*\"]")
                .contains(
                        "\"Action\":[\"s3:PutObject\",\"s3:AbortMultipartUpload\"],\"Resource\":[\"arn:aws:s3:::acme-warehouse/in/*\"]");
        Seen copy = seen.get(1);
        assertThat(copy.owner()).isEqualTo("111122223333");
        assertThat(copy.sourceOwner()).isEqualTo("999988887777");
        assertThat(copy.source()).isEqualTo("processing/111122223333/acme/v1/x/" + SHA256);
    }

    @Test
    void renewsTheSessionBetweenThePartsOfALongCopy() {
        // Given: each session is about to end as soon as it is had
        sessionEnd = Instant.now().plus(1, ChronoUnit.MINUTES);

        // When
        StoreOutcome outcome = deliver(2 * PART + 1);

        // Then
        assertThat(outcome).isInstanceOf(StoreOutcome.Done.class);
        assertThat(seen).filteredOn(one -> one.line().equals("POST /")).hasSize(5);
        assertThat(seen)
                .filteredOn(one -> !one.line().equals("POST /"))
                .hasSize(5)
                .allMatch(one -> "111122223333".equals(one.owner()));
    }

    @Test
    void callsOffALargeCopyThatFails() {
        // Given
        refusals.addAll(List.of("", "", "", S3_ERROR.formatted("AccessDenied")));

        // When
        StoreOutcome outcome = deliver(2 * PART);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        StoreOutcome.Refused.class,
                        refused -> assertThat(refused.cause()).isEqualTo(FailureCause.DENIED));
        assertThat(seen.getLast().line()).isEqualTo("DELETE /acme-warehouse/in/v1/x?uploadId=u");
    }

    @Test
    void aSessionThatIsOverIsReplacedAtOnce() {
        // Given
        refusals.addAll(List.of("", S3_ERROR.formatted("ExpiredToken")));

        // When
        StoreOutcome outcome = deliver(10);

        // Then
        assertThat(outcome).isInstanceOf(StoreOutcome.Done.class);
        assertThat(seen).filteredOn(one -> one.line().equals("POST /")).hasSize(2);
    }

    @Test
    void saysThatTheRoleIsRefusedWithoutTheExternalId() {
        // Given: STS quotes what it was given
        refusals.add(
                "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not with %s</Message></Error></ErrorResponse>"
                        .formatted(SECRET));

        // When
        StoreOutcome outcome = deliver(10);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        StoreOutcome.Refused.class,
                        refused -> {
                            assertThat(refused.cause()).isEqualTo(FailureCause.ROLE);
                            assertThat(refused.reason())
                                    .contains("role/sluice", "trust policy")
                                    .doesNotContain("planted");
                        });
        assertThat(acme().credentials().toString()).doesNotContain("planted");
        assertThat(acme().toString()).doesNotContain("planted");
    }
}
