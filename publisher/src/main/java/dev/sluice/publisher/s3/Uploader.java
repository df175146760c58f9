package dev.sluice.publisher.s3;

import dev.sluice.config.ByteSize;
import dev.sluice.publisher.delivery.ObjectStore.Content;
import dev.sluice.publisher.delivery.ObjectStore.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// Uploads objects: in one request, or a large one part by part.
///
/// @param client of the target's region
/// @param caller in whose name
/// @param largest what is uploaded in one request
record Uploader(S3Client client, Caller caller, ByteSize largest) {

    void put(Place target, Content content) {
        if (content.length() > largest.bytes()) {
            inParts(target, content);
        } else {
            whole(target, content);
        }
    }

    /// With the SHA-256 that is known already, which S3 compares.
    private void whole(Place target, Content content) {
        caller.call(as ->
                client.putObject(
                        request ->
                                request.overrideConfiguration(as)
                                        .bucket(target.bucket())
                                        .key(target.key())
                                        .expectedBucketOwner(target.owner().orElse(null))
                                        .contentType(content.type())
                                        .checksumSHA256(Copier.base64(content.sha256())),
                        RequestBody.fromContentProvider(
                                content.bytes()::get, content.length(), content.type())));
    }

    /// S3 compares the SHA-256 of each part, and this the one of them all before it makes an object
    /// of them.
    private void inParts(Place target, Content content) {
        MessageDigest sha256 = sha256();
        try (InputStream bytes = new DigestInputStream(content.bytes().get(), sha256)) {
            new Parts(client, caller, target)
                    .make(
                            Part.of(content.length(), largest.bytes()),
                            content.type(),
                            (upload, part) -> part(target, upload, part, bytes),
                            () -> compare(content, sha256));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletedPart part(Place target, String upload, Part part, InputStream bytes) {
        var made =
                caller.call(as ->
                        client.uploadPart(
                                request ->
                                        request.overrideConfiguration(as)
                                                .bucket(target.bucket())
                                                .key(target.key())
                                                .expectedBucketOwner(target.owner().orElse(null))
                                                .uploadId(upload)
                                                .partNumber(part.number())
                                                .checksumAlgorithm(ChecksumAlgorithm.SHA256),
                                RequestBody.fromInputStream(bytes, part.length())));
        return CompletedPart.builder()
                .partNumber(part.number())
                .eTag(made.eTag())
                .checksumSHA256(made.checksumSHA256())
                .build();
    }

    private static void compare(Content content, MessageDigest sha256) {
        String uploaded = HexFormat.of().formatHex(sha256.digest());
        if (!uploaded.equals(content.sha256())) {
            throw new NotTheBytesException(
                    "the bytes read for upload have the SHA-256 %s, where %s was expected"
                            .formatted(uploaded, content.sha256()));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
