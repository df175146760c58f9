package dev.sluice.embedded;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/// A server that speaks S3, with one key pair that may do everything. Buckets are addressed in the
/// path.
public interface ObjectStoreServer extends Server {

    /// The region that clients sign for.
    String REGION = "us-east-1";

    URI endpoint();

    String accessKey();

    String secretKey();

    /// A new client with the key pair; the caller closes it.
    default S3Client client() {
        return S3Client.builder()
                .endpointOverride(endpoint())
                .region(Region.of(REGION))
                .forcePathStyle(true)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(accessKey(), secretKey())))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /// Creates the bucket unless it is there.
    default void createBucket(String name) {
        try (S3Client client = client()) {
            client.createBucket(request -> request.bucket(name));
        } catch (BucketAlreadyOwnedByYouException there) {
            return;
        }
    }
}
