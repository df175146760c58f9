package dev.sluice.publisher.s3;

import dev.sluice.config.ByteSize;
import dev.sluice.publisher.delivery.ObjectStore.Copy;
import dev.sluice.publisher.delivery.ObjectStore.Place;
import java.util.Base64;
import java.util.HexFormat;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;

/// Copies objects on the server: in one request, or a large one part by part.
///
/// @param client of the target's region
/// @param caller in whose name
/// @param largest what is copied in one request
/// @param amazons whether S3 is Amazon's, which tells the SHA-256 of each copy; others may not
record Copier(S3Client client, Caller caller, ByteSize largest, boolean amazons) {

    /// The media type of all that is large enough to be copied in parts. Whoever copies parts has
    /// to say it, since the copy takes nothing over from the source; to ask for it would need a
    /// right.
    private static final String TYPE = "application/gzip";

    void copy(Copy copy) {
        if (copy.length() > largest.bytes()) {
            new Parts(client, caller, copy.target())
                    .make(
                            Part.of(copy.length(), largest.bytes()),
                            TYPE,
                            (upload, part) -> part(copy, upload, part),
                            () -> {});
        } else {
            whole(copy);
        }
    }

    private void whole(Copy copy) {
        Place source = copy.source();
        Place target = copy.target();
        var answer =
                caller.call(as ->
                        client.copyObject(request ->
                                request.overrideConfiguration(as)
                                        .sourceBucket(source.bucket())
                                        .sourceKey(source.key())
                                        .expectedSourceBucketOwner(source.owner().orElse(null))
                                        .destinationBucket(target.bucket())
                                        .destinationKey(target.key())
                                        .expectedBucketOwner(target.owner().orElse(null))
                                        .checksumAlgorithm(ChecksumAlgorithm.SHA256)));
        String stored =
                answer.copyObjectResult() == null
                        ? null
                        : answer.copyObjectResult().checksumSHA256();
        String expected = base64(copy.sha256());
        if (stored == null ? amazons : !expected.equals(stored)) {
            throw new NotTheBytesException(
                    "S3 answered success, but %s of what it stored as %s, where %s was expected"
                            .formatted(
                                    stored == null ? "no SHA-256" : "the SHA-256 " + stored,
                                    target,
                                    expected));
        }
    }

    private CompletedPart part(Copy copy, String upload, Part part) {
        Place source = copy.source();
        Place target = copy.target();
        CopyPartResult made =
                caller.call(as ->
                                client.uploadPartCopy(request ->
                                        request.overrideConfiguration(as)
                                                .sourceBucket(source.bucket())
                                                .sourceKey(source.key())
                                                .expectedSourceBucketOwner(
                                                        source.owner().orElse(null))
                                                .destinationBucket(target.bucket())
                                                .destinationKey(target.key())
                                                .expectedBucketOwner(target.owner().orElse(null))
                                                .uploadId(upload)
                                                .partNumber(part.number())
                                                .copySourceRange(part.range())))
                        .copyPartResult();
        return CompletedPart.builder()
                .partNumber(part.number())
                .eTag(made.eTag())
                .checksumSHA256(made.checksumSHA256())
                .build();
    }

    /// A SHA-256 as S3 writes it.
    static String base64(String hexadecimal) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hexadecimal));
    }
}
