package dev.sluice.publisher.s3;

import dev.sluice.publisher.delivery.ObjectStore;
import dev.sluice.publisher.delivery.StoreOutcome;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The buckets behind the S3 protocol, with the publisher's own credentials. A client for each
/// region; the SDK tries nothing again, since whoever calls does. Uploads carry the SHA-256 that is
/// known already, which S3 compares.
///
/// By Apache's HTTP client: with Java's own, an upload that S3 refuses before its end (wrong key,
/// no bucket) fails with "Error writing request body to server" and hides the answer, and with many
/// at once some fail so for no reason at all.
public final class S3ObjectStore implements ObjectStore {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    /// More than there are ever uploads and deliveries at the same time, so that none waits for
    /// another's connection; an idle one costs nothing.
    private static final int MOST_CONNECTIONS = 20_000;

    private final AwsConfig config;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http =
            Apache5HttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(SILENCE)
                    .maxConnections(MOST_CONNECTIONS)
                    .build();
    private final Map<String, S3Client> clients = new ConcurrentHashMap<>();

    /// A store with the publisher's own credentials.
    public S3ObjectStore(AwsConfig config) {
        this.config = config;
        this.credentials = ownCredentials(config);
    }

    private static AwsCredentialsProvider ownCredentials(AwsConfig config) {
        if (config.accessKey().isPresent() && config.secretKey().isPresent()) {
            return StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(config.accessKey().get(), config.secretKey().get()));
        }
        return DefaultCredentialsProvider.builder().build();
    }

    private S3Client client(String region) {
        return clients.computeIfAbsent(
                region,
                name -> {
                    S3ClientBuilder builder =
                            S3Client.builder()
                                    .region(Region.of(name))
                                    .credentialsProvider(credentials)
                                    .httpClient(http)
                                    .forcePathStyle(config.pathStyle())
                                    .requestChecksumCalculation(
                                            RequestChecksumCalculation.WHEN_REQUIRED)
                                    .overrideConfiguration(
                                            o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
                    config.s3Endpoint().ifPresent((Consumer<URI>) builder::endpointOverride);
                    return builder.build();
                });
    }

    @Override
    public StoreOutcome put(Place target, Content content) {
        String sum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(content.sha256()));
        return attempt(
                "storing " + target,
                () ->
                        client(target.region())
                                .putObject(
                                        request ->
                                                request.bucket(target.bucket())
                                                        .key(target.key())
                                                        .contentType(content.type())
                                                        .checksumSHA256(sum),
                                        RequestBody.fromContentProvider(
                                                content.bytes()::get,
                                                content.length(),
                                                content.type())));
    }

    @Override
    public StoreOutcome copy(Place source, Place target) {
        return attempt(
                "copying " + source + " to " + target,
                () ->
                        client(target.region())
                                .copyObject(request ->
                                        request.sourceBucket(source.bucket())
                                                .sourceKey(source.key())
                                                .destinationBucket(target.bucket())
                                                .destinationKey(target.key())));
    }

    private static StoreOutcome attempt(String what, Runnable call) {
        try {
            call.run();
            return new StoreOutcome.Done();
        } catch (S3Exception e) {
            return Answers.outcome(what, e);
        } catch (SdkException e) {
            // No answer at all: network, time-out, credentials that cannot be had, interruption.
            return new StoreOutcome.Unavailable(what + ": " + e.getMessage());
        } catch (CancellationException e) {
            // The HTTP client's word for an interrupt while it waits for a connection.
            Thread.currentThread().interrupt();
            return new StoreOutcome.Unavailable(what + ": interrupted");
        }
    }

    @Override
    public void close() {
        clients.values().forEach(S3Client::close);
        http.close();
        if (credentials instanceof DefaultCredentialsProvider chain) {
            chain.close();
        }
    }
}
