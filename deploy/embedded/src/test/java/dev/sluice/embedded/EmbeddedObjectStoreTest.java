package dev.sluice.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class EmbeddedObjectStoreTest {

    private static final String KEY = "v1/full/services/2026-11-23/22:00:00/services.csv.gz";
    private static final int PART = 10 * 1024 * 1024;

    @TempDir Path folder;
    private EmbeddedObjectStore store;
    private S3Client client;

    @BeforeEach
    void startStore() {
        store = EmbeddedObjectStore.builder().directory(folder).start();
        store.createBucket("processing");
        store.createBucket("acme");
        client = store.client();
    }

    @AfterEach
    void closeStore() {
        client.close();
        store.close();
    }

    @Test
    void keepsAnObjectAsAPlainFileUnderItsKey() throws IOException {
        // When
        client.putObject(
                put ->
                        put.bucket("processing")
                                .key(KEY)
                                .contentType("text/csv")
                                .metadata(Map.of("sha256", "abc")),
                RequestBody.fromString("id\n1\n"));

        // Then
        assertThat(Files.readString(folder.resolve("processing").resolve(KEY)))
                .isEqualTo("id\n1\n");
        assertThat(files()).containsExactly("processing/" + KEY);
        assertThat(
                        client.getObjectAsBytes(get -> get.bucket("processing").key(KEY))
                                .asString(UTF_8))
                .isEqualTo("id\n1\n");
        var head = client.headObject(request -> request.bucket("processing").key(KEY));
        assertThat(head.contentLength()).isEqualTo(5);
    }

    @Test
    void copiesOnTheServerFromBucketToBucket() throws IOException {
        // Given
        client.putObject(
                put -> put.bucket("processing").key(KEY), RequestBody.fromString("the bytes"));

        // When
        client.copyObject(copy ->
                copy.sourceBucket("processing")
                        .sourceKey(KEY)
                        .destinationBucket("acme")
                        .destinationKey("opslevel/" + KEY));

        // Then
        assertThat(Files.readString(folder.resolve("acme/opslevel").resolve(KEY)))
                .isEqualTo("the bytes");
        assertThat(files()).containsExactlyInAnyOrder("processing/" + KEY, "acme/opslevel/" + KEY);
    }

    @Test
    void putsTogetherAnObjectOfTwentyMegabytesFromParts() throws IOException {
        // Given
        byte[] content = new byte[2 * PART + 5];
        new Random(1).nextBytes(content);
        String upload =
                client.createMultipartUpload(create -> create.bucket("processing").key(KEY))
                        .uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            int from = (number - 1) * PART;
            byte[] part = Arrays.copyOfRange(content, from, Math.min(content.length, from + PART));
            int partNumber = number;
            String tag =
                    client.uploadPart(
                                    request ->
                                            request.bucket("processing")
                                                    .key(KEY)
                                                    .uploadId(upload)
                                                    .partNumber(partNumber),
                                    RequestBody.fromBytes(part))
                            .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
        }

        // When
        client.completeMultipartUpload(complete ->
                complete.bucket("processing")
                        .key(KEY)
                        .uploadId(upload)
                        .multipartUpload(whole -> whole.parts(parts)));

        // Then
        assertThat(Files.readAllBytes(folder.resolve("processing").resolve(KEY)))
                .isEqualTo(content);
        assertThat(files()).containsExactly("processing/" + KEY);
    }

    @Test
    void copiesPartsOnTheServer() throws IOException {
        // Given
        byte[] content = new byte[2 * PART];
        new Random(2).nextBytes(content);
        client.putObject(put -> put.bucket("processing").key(KEY), RequestBody.fromBytes(content));
        String upload =
                client.createMultipartUpload(create -> create.bucket("acme").key(KEY)).uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (int number = 1; number <= 2; number++) {
            int partNumber = number;
            String range = "bytes=" + (number - 1) * PART + "-" + (number * PART - 1);
            var copied =
                    client.uploadPartCopy(copy ->
                            copy.sourceBucket("processing")
                                    .sourceKey(KEY)
                                    .destinationBucket("acme")
                                    .destinationKey(KEY)
                                    .uploadId(upload)
                                    .partNumber(partNumber)
                                    .copySourceRange(range));
            parts.add(
                    CompletedPart.builder()
                            .partNumber(number)
                            .eTag(copied.copyPartResult().eTag())
                            .build());
        }

        // When
        client.completeMultipartUpload(complete ->
                complete.bucket("acme")
                        .key(KEY)
                        .uploadId(upload)
                        .multipartUpload(whole -> whole.parts(parts)));

        // Then
        assertThat(Files.readAllBytes(folder.resolve("acme").resolve(KEY))).isEqualTo(content);
    }

    @Test
    void listsAndDeletes() throws IOException {
        // Given
        for (String name : List.of("v1/a:1", "v1/a:2", "v2/b")) {
            client.putObject(put -> put.bucket("acme").key(name), RequestBody.fromString(name));
        }

        // When
        var listed = client.listObjectsV2(list -> list.bucket("acme").prefix("v1/"));
        client.deleteObject(delete -> delete.bucket("acme").key("v2/b"));

        // Then
        assertThat(listed.contents()).extracting(S3Object::key).containsExactly("v1/a:1", "v1/a:2");
        assertThat(files()).containsExactlyInAnyOrder("acme/v1/a:1", "acme/v1/a:2");
        assertThatThrownBy(() -> client.getObjectAsBytes(get -> get.bucket("acme").key("v2/b")))
                .isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> client.listObjectsV2(list -> list.bucket("nobody")))
                .isInstanceOf(NoSuchBucketException.class);
    }

    @Test
    void refusesASignatureOfAnotherSecret() {
        // Given
        try (S3Client stranger =
                S3Client.builder()
                        .endpointOverride(store.endpoint())
                        .region(client.serviceClientConfiguration().region())
                        .forcePathStyle(true)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(store.accessKey(), "guess")))
                        .build()) {

            // When, Then
            assertThatThrownBy(() ->
                            stranger.putObject(
                                    put -> put.bucket("acme").key("k"),
                                    RequestBody.fromString("x")))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
    }

    @Test
    void keepsObjectsAndEndpointOverARestart() throws Exception {
        // Given
        var endpoint = store.endpoint();
        client.putObject(put -> put.bucket("acme").key("k"), RequestBody.fromString("kept"));

        // When
        store.stop();
        store.start();
        store.createBucket("acme");

        // Then
        assertThat(store.endpoint()).isEqualTo(endpoint);
        assertThat(client.getObjectAsBytes(get -> get.bucket("acme").key("k")).asString(UTF_8))
                .isEqualTo("kept");
    }

    @Test
    void deletesAFolderOfItsOwn() {
        // Given
        EmbeddedObjectStore own = EmbeddedObjectStore.builder().start();
        own.createBucket("own");
        assertThat(own.directory().resolve("own")).isDirectory();

        // When
        own.close();

        // Then
        assertThat(own.directory()).doesNotExist();
    }

    private List<String> files() throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString())
                    .toList();
        }
    }
}
