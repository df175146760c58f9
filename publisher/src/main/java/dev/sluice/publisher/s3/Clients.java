package dev.sluice.publisher.s3;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// A client of S3 for each region, and one of STS. The SDK tries nothing again, since whoever calls
/// does.
///
/// By Apache's HTTP client: with Java's own, an upload that S3 refuses before its end (wrong key,
/// no bucket) fails with "Error writing request body to server" and hides the answer, and with many
/// at once some fail so for no reason at all.
final class Clients implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    /// More than there are ever uploads and deliveries at the same time, so that none waits for
    /// another's connection; an idle one costs nothing.
    private static final int MOST_CONNECTIONS = 20_000;

    private final AwsConfig config;
    private final AwsCredentialsProvider own;
    private final SdkHttpClient http =
            Apache5HttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(SILENCE)
                    .maxConnections(MOST_CONNECTIONS)
                    .build();
    private final Map<String, S3Client> clients = new ConcurrentHashMap<>();
    private final Sts sts;

    /// @param region in which STS is asked
    Clients(AwsConfig config, String region) {
        this.config = config;
        this.own = own(config);
        this.sts = new Sts(config, region, own, http);
    }

    private static AwsCredentialsProvider own(AwsConfig config) {
        if (config.accessKey().isPresent() && config.secretKey().isPresent()) {
            return StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(config.accessKey().get(), config.secretKey().get()));
        }
        return DefaultCredentialsProvider.builder().build();
    }

    /// The publisher's own credentials.
    AwsCredentialsProvider own() {
        return own;
    }

    Sts sts() {
        return sts;
    }

    /// S3 in a region, with the publisher's own credentials where a request names no others.
    S3Client s3(String region) {
        return clients.computeIfAbsent(
                region,
                name -> {
                    S3ClientBuilder builder =
                            S3Client.builder()
                                    .region(Region.of(name))
                                    .credentialsProvider(own)
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
    public void close() {
        clients.values().forEach(S3Client::close);
        sts.close();
        http.close();
        if (own instanceof DefaultCredentialsProvider chain) {
            chain.close();
        }
    }
}
