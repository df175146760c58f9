package dev.sluice.publisher.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.config.ByteSize;
import dev.sluice.embedded.EmbeddedObjectStore;
import dev.sluice.embedded.fault.FaultPlan;
import dev.sluice.embedded.fault.FaultyHttpProxy;
import dev.sluice.embedded.fault.HttpFault;
import dev.sluice.publisher.delivery.Credentials;
import dev.sluice.publisher.delivery.ObjectStore;
import dev.sluice.publisher.delivery.ObjectStore.Content;
import dev.sluice.publisher.delivery.ObjectStore.Place;
import dev.sluice.publisher.delivery.StoreOutcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What [ObjectStore] promises, from the one implementation, against a real S3.
///
/// The server closes the connection of an upload that it refuses before its end, so that the answer
/// may get lost: those who wait for a refusal try again, as callers do.
class S3ObjectStoreTest {

    private static final ByteSize PIECE = ByteSize.mebibytes(5);

    private static EmbeddedObjectStore server;

    private FaultyHttpProxy proxy;
    private ObjectStore store;

    @BeforeAll
    static void startServer() {
        server = EmbeddedObjectStore.builder().start();
        server.createBucket("processing");
        server.createBucket("acme");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void begin() {
        proxy = FaultyHttpProxy.before(server.endpoint(), Duration.ofMillis(100));
        store = store(proxy.endpoint(), server.secretKey());
    }

    @AfterEach
    void end() {
        store.close();
        proxy.close();
    }

    private static ObjectStore store(URI endpoint, String secretKey) {
        return new S3ObjectStore(
                new AwsConfig(
                        Optional.of(endpoint),
                        Optional.empty(),
                        true,
                        Optional.of(server.accessKey()),
                        Optional.of(secretKey)),
                "us-east-1",
                PIECE,
                Clock.systemUTC());
    }

    private static Place place(String bucket, String key) {
        return new Place(bucket, "us-east-1", Optional.empty(), key);
    }

    @Test
    void anInterruptIsAnOutcomeAndNotLost() {
        // Given
        Thread.currentThread().interrupt();

        // When
        StoreOutcome outcome = store.put(place("processing", "x"), content(bytes(20)));

        // Then
        assertThat(Thread.interrupted()).isTrue();
        assertThat(outcome).isInstanceOf(StoreOutcome.Unavailable.class);
    }

    private StoreOutcome copy(Place source, Place target, byte[] bytes) {
        return store.copy(
                new Credentials.Own(),
                new ObjectStore.Copy(source, target, bytes.length, sha256(bytes)));
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    private static Content content(byte[] bytes) {
        return new Content(
                bytes.length,
                sha256(bytes),
                "application/gzip",
                () -> new ByteArrayInputStream(bytes));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path file(String bucket, String key) {
        return server.directory().resolve(bucket).resolve(key);
    }

    @Test
    void storesAndCopiesObjectsOfAllSizes() throws IOException {
        // Given
        List<byte[]> all = List.of(bytes(0), bytes(1), bytes(70_000), bytes(12_000_000));

        // When
        List<StoreOutcome> outcomes = new ArrayList<>();
        for (byte[] one : all) {
            Place staged = place("processing", "all/" + one.length);
            outcomes.add(store.put(staged, content(one)));
            outcomes.add(copy(staged, place("acme", "all/" + one.length), one));
        }

        // Then
        assertThat(outcomes).hasOnlyElementsOfType(StoreOutcome.Done.class);
        for (byte[] one : all) {
            assertThat(Files.readAllBytes(file("acme", "all/" + one.length))).isEqualTo(one);
        }
    }

    @Test
    void replacesAnObjectThatIsThere() throws IOException {
        // Given
        store.put(place("acme", "again"), content(bytes(10)));

        // When
        StoreOutcome outcome = store.put(place("acme", "again"), content(bytes(20)));

        // Then
        assertThat(outcome).isInstanceOf(StoreOutcome.Done.class);
        assertThat(Files.readAllBytes(file("acme", "again"))).isEqualTo(bytes(20));
    }

    @Test
    void storesManyAtOnceWithoutAFailedAttempt() throws InterruptedException, ExecutionException {
        // Given
        ObjectStore straight = store(server.endpoint(), server.secretKey());
        List<Future<StoreOutcome>> puts = new ArrayList<>();

        // When
        try (straight;
                ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 400; i++) {
                byte[] one = bytes(i % 2 == 0 ? 300_000 : 100 + i);
                Place target = place("processing", "many/" + i);
                puts.add(threads.submit(() -> straight.put(target, content(one))));
            }
        }

        // Then
        for (Future<StoreOutcome> put : puts) {
            assertThat(put.get()).isInstanceOf(StoreOutcome.Done.class);
        }
    }

    @Test
    void refusesWhereTheBucketIsMissing() {
        // When
        StoreOutcome outcome =
                await().until(
                                () -> store.put(place("nowhere", "x"), content(bytes(500_000))),
                                StoreOutcome.Refused.class::isInstance);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        StoreOutcome.Refused.class,
                        refused ->
                                assertThat(refused.reason())
                                        .contains("s3://nowhere/x")
                                        .contains("NoSuchBucket")
                                        .contains("create the bucket"));
    }

    @Test
    void refusesWithoutTheRightKey() {
        // Given
        try (ObjectStore stranger = store(server.endpoint(), "wrong")) {

            // When
            await().until(
                            () -> stranger.put(place("acme", "no"), content(bytes(500_000))),
                            StoreOutcome.Refused.class::isInstance);

            // Then
            assertThat(file("acme", "no")).doesNotExist();
        }
    }

    @Test
    void saysThatItIsThrottled() {
        // Given
        proxy.plan(FaultPlan.always(HttpFault.SLOW_DOWN));

        // When
        StoreOutcome outcome = store.put(place("acme", "slow"), content(bytes(500_000)));

        // Then
        assertThat(outcome).isInstanceOf(StoreOutcome.Throttled.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR", "CUT", "HALF_REQUEST", "LOST_ANSWER"})
    void saysThatTheStoreDidNotAnswerAndWorksAgainAfterwards(HttpFault fault) throws IOException {
        // Given
        Place target = place("acme", "ill-" + fault);
        proxy.plan(FaultPlan.always(fault));
        StoreOutcome ill = store.put(target, content(bytes(500_000)));
        proxy.plan(FaultPlan.none());

        // When
        StoreOutcome well = store.put(target, content(bytes(500_000)));

        // Then
        assertThat(ill).isInstanceOf(StoreOutcome.Unavailable.class);
        assertThat(well).isInstanceOf(StoreOutcome.Done.class);
        assertThat(Files.readAllBytes(file("acme", "ill-" + fault))).isEqualTo(bytes(500_000));
    }

    @Test
    void takesNoHalfAnswerForADoneCopy() {
        // Given
        store.put(place("processing", "half"), content(bytes(1000)));
        proxy.plan(FaultPlan.always(HttpFault.HALF_ANSWER));

        // When
        StoreOutcome outcome =
                copy(place("processing", "half"), place("acme", "half"), bytes(1000));

        // Then
        assertThat(outcome).isInstanceOf(StoreOutcome.Unavailable.class);
    }
}
