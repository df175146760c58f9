package dev.sluice.publisher.s3;

import dev.sluice.config.Section;
import dev.sluice.config.Setting;
import java.net.URI;
import java.util.Optional;

/// The section `aws`: needed only for an S3 or STS that is not Amazon's.
///
/// @param s3Endpoint where S3 is; nothing for Amazon's
/// @param stsEndpoint where STS is; nothing for Amazon's. Used from the time on that tenants are
///   served by their roles
/// @param pathStyle whether a bucket is named in the path of a request rather than in its host
/// @param accessKey the publisher's own access key; nothing for what Amazon's SDK finds in its
///   environment
/// @param secretKey the secret that belongs to it
public record AwsConfig(
        Optional<URI> s3Endpoint,
        Optional<URI> stsEndpoint,
        boolean pathStyle,
        Optional<String> accessKey,
        Optional<String> secretKey) {

    /// Amazon's own, with the credentials that its SDK finds.
    public static final AwsConfig AMAZON =
            new AwsConfig(
                    Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.empty());

    public AwsConfig {
        if (accessKey.isPresent() != secretKey.isPresent()) {
            throw new IllegalArgumentException(
                    "access_key and secret_key belong together; add the other, or remove both");
        }
    }

    /// Reads it.
    public static Setting<AwsConfig> from(Section root) {
        Section aws = root.section("aws");
        var s3Endpoint = aws.text("s3_endpoint").map("a URL", URI::create).optional();
        var stsEndpoint = aws.text("sts_endpoint").map("a URL", URI::create).optional();
        var pathStyle = aws.flag("path_style").or(false);
        var accessKey = aws.text("access_key").optional();
        var secretKey = aws.secret("secret_key").optional();
        return aws.build(() ->
                new AwsConfig(
                        s3Endpoint.get(),
                        stsEndpoint.get(),
                        pathStyle.get(),
                        accessKey.get(),
                        secretKey.get()));
    }

    /// Without the secret key.
    @Override
    public String toString() {
        return "AwsConfig[s3Endpoint=%s, stsEndpoint=%s, pathStyle=%s, accessKey=%s]"
                .formatted(s3Endpoint, stsEndpoint, pathStyle, accessKey);
    }
}
