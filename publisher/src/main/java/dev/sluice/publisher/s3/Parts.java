package dev.sluice.publisher.s3;

import dev.sluice.publisher.delivery.ObjectStore.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// Puts an object together from parts. One that fails on the way is called off, so that the bucket
/// keeps no parts; a role need not have the right to do that, and then a rule of the bucket's
/// sweeps them up.
///
/// @param client of the target's region
/// @param caller in whose name
/// @param target where the object goes
record Parts(S3Client client, Caller caller, Place target) {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    /// Makes one part of an upload, and gives its ETag and checksum.
    interface Maker {

        /// Makes it.
        CompletedPart make(String upload, Part part);
    }

    /// Makes all parts, one after another, and then the object of them.
    ///
    /// @param type the object's media type
    /// @param check is run before the object is made of its parts; throws if it must not be
    void make(List<Part> parts, String type, Maker maker, Runnable check) {
        String upload = begin(type);
        boolean whole = false;
        try {
            List<CompletedPart> made = new ArrayList<>();
            for (Part part : parts) {
                made.add(maker.make(upload, part));
            }
            check.run();
            complete(upload, made);
            whole = true;
        } finally {
            if (!whole) {
                callOff(upload);
            }
        }
    }

    private String begin(String type) {
        return caller.call(as ->
                client.createMultipartUpload(request ->
                                request.overrideConfiguration(as)
                                        .bucket(target.bucket())
                                        .key(target.key())
                                        .expectedBucketOwner(target.owner().orElse(null))
                                        .contentType(type)
                                        .checksumAlgorithm(ChecksumAlgorithm.SHA256))
                        .uploadId());
    }

    private void complete(String upload, List<CompletedPart> parts) {
        caller.call(as ->
                client.completeMultipartUpload(request ->
                        request.overrideConfiguration(as)
                                .bucket(target.bucket())
                                .key(target.key())
                                .expectedBucketOwner(target.owner().orElse(null))
                                .uploadId(upload)
                                .multipartUpload(all -> all.parts(parts))));
    }

    private void callOff(String upload) {
        try {
            caller.call(as ->
                    client.abortMultipartUpload(request ->
                            request.overrideConfiguration(as)
                                    .bucket(target.bucket())
                                    .key(target.key())
                                    .expectedBucketOwner(target.owner().orElse(null))
                                    .uploadId(upload)));
        } catch (SdkException | NoSessionException | CancellationException e) {
            LOG.atInfo()
                    .addKeyValue("object", target)
                    .addKeyValue("reason", e.getMessage())
                    .log("Parts of an unfinished upload are left to the bucket's lifecycle");
        }
    }
}
