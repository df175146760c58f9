package dev.sluice.embedded.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.embedded.EmbeddedObjectStore;
import dev.sluice.embedded.ObjectStoreServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

class FaultyHttpProxyTest {

    private static EmbeddedObjectStore store;

    private FaultyHttpProxy proxy;
    private S3Client client;

    @BeforeAll
    static void startStore() {
        store = EmbeddedObjectStore.builder().start();
        store.createBucket("acme");
    }

    @AfterAll
    static void stopStore() {
        store.close();
    }

    @BeforeEach
    void begin() {
        proxy = FaultyHttpProxy.before(store.endpoint(), Duration.ofMillis(300));
        client =
                S3Client.builder()
                        .endpointOverride(proxy.endpoint())
                        .region(Region.of(ObjectStoreServer.REGION))
                        .forcePathStyle(true)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                store.accessKey(), store.secretKey())))
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build();
    }

    @AfterEach
    void end() {
        client.close();
        proxy.close();
    }

    private void put(String key, byte[] bytes) {
        client.putObject(r -> r.bucket("acme").key(key), RequestBody.fromBytes(bytes));
    }

    private byte[] get(String key) {
        return client.getObjectAsBytes(r -> r.bucket("acme").key(key)).asByteArray();
    }

    private byte[] stored(String key) throws IOException {
        return Files.readAllBytes(store.directory().resolve("acme").resolve(key));
    }

    private boolean isStored(String key) {
        return Files.exists(store.directory().resolve("acme").resolve(key));
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    @Test
    void passesRequestsOfAllSizesWhileThereIsNoFault() {
        // Given
        List<byte[]> bodies = List.of(bytes(0), bytes(1), bytes(20_000), bytes(3_000_000));

        // When
        List<byte[]> back = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            put("passes-" + i, bodies.get(i));
            back.add(get("passes-" + i));
        }

        // Then
        assertThat(back).containsExactlyElementsOf(bodies);
        assertThat(proxy.met()).containsOnlyKeys(HttpFault.NONE);
    }

    @Test
    void answersAsAnS3ThatIsIll() {
        // Given
        proxy.plan(FaultPlan.always(HttpFault.SLOW_DOWN));

        // When
        assertThatThrownBy(() -> put("ill", bytes(100_000)))

                // Then
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> {
                            assertThat(e.statusCode()).isEqualTo(503);
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SlowDown");
                        });
        assertThat(isStored("ill")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT", "HALF_REQUEST", "ERROR"})
    void leavesNothingBehindOfARequestThatDidNotArrive(HttpFault fault) {
        // Given
        proxy.plan(FaultPlan.always(fault));

        // When
        assertThatThrownBy(() -> put("gone-" + fault, bytes(500_000)))

                // Then
                .isInstanceOf(SdkException.class);
        assertThat(isStored("gone-" + fault)).isFalse();
    }

    @Test
    void doesWhatItWasAskedForAndLosesTheAnswer() throws IOException {
        // Given
        proxy.plan(FaultPlan.always(HttpFault.LOST_ANSWER));

        // When
        assertThatThrownBy(() -> put("lost", bytes(5000)))

                // Then
                .isInstanceOf(SdkException.class);
        assertThat(stored("lost")).isEqualTo(bytes(5000));
    }

    @Test
    void cutsAnAnswerInItsMiddle() {
        // Given
        put("half", bytes(1_000_000));
        proxy.plan(FaultPlan.always(HttpFault.HALF_ANSWER));

        // When
        assertThatThrownBy(() -> get("half"))

                // Then
                .isInstanceOf(SdkException.class);
    }

    @Test
    void delaysARequest() {
        // Given
        proxy.plan(FaultPlan.always(HttpFault.DELAY));
        long before = System.nanoTime();

        // When
        put("late", bytes(10));

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void hitsOneBucketOnly() {
        // Given
        store.createBucket("globex");
        proxy.plan(FaultPlan.always(HttpFault.ERROR).forBucket("globex", FaultPlan.none()));

        // When
        put("spared", bytes(10));

        // Then
        assertThat(isStored("spared")).isTrue();
        assertThatThrownBy(() ->
                        client.putObject(
                                r -> r.bucket("globex").key("hit"), RequestBody.fromString("x")))
                .isInstanceOf(S3Exception.class);
    }

    @Test
    void drawsTheSameFaultsFromTheSameSeed() {
        // Given
        HttpRequest request = new HttpRequest("PUT", "/acme/x");
        FaultPlan one = FaultPlan.seeded(7, 0.5, FaultyHttpProxy.EVERY);
        FaultPlan other = FaultPlan.seeded(7, 0.5, FaultyHttpProxy.EVERY);

        // When
        List<HttpFault> drawn = new ArrayList<>();
        List<HttpFault> again = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            drawn.add(one.next(request));
            again.add(other.next(request));
        }

        // Then
        assertThat(again).isEqualTo(drawn);
        assertThat(EnumSet.copyOf(drawn)).isEqualTo(EnumSet.allOf(HttpFault.class));
    }
}
