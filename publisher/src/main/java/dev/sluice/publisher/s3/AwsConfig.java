package dev.sluice.publisher.s3;

import dev.sluice.config.Section;
import dev.sluice.config.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// The section `aws`: who the publisher is there, and how an S3 or STS is reached that is not
/// Amazon's.
///
/// @param s3Endpoint where S3 is; nothing for Amazon's
/// @param stsEndpoint where STS is; nothing for Amazon's
/// @param pathStyle whether a bucket is named in the path of a request rather than in its host
/// @param accessKey the publisher's own access key; nothing for what Amazon's SDK finds in its
///   environment
/// @param secretKey the secret that belongs to it
/// @param principal the ARN of the user or role as which the publisher acts, which customers' trust
///   policies name; nothing for the user `sluice` of `processing.account`
/// @param session how long a session of a customer's role lasts; at most an hour, the most that AWS
///   allows where the principal is a role
public record AwsConfig(
        Optional<URI> s3Endpoint,
        Optional<URI> stsEndpoint,
        boolean pathStyle,
        Optional<String> accessKey,
        Optional<String> secretKey,
        Optional<String> principal,
        Duration session) {

    private static final Duration SHORTEST_SESSION = Duration.ofMinutes(15);
    private static final Duration LONGEST_SESSION = Duration.ofHours(1);
    private static final Pattern PRINCIPAL =
            Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:(user|role)/\\S+");

    /// Amazon's own, with the credentials that its SDK finds.
    public static final AwsConfig AMAZON =
            new AwsConfig(
                    Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.empty());

    /// The publisher's default name, and sessions as long as AWS allows.
    public AwsConfig(
            Optional<URI> s3Endpoint,
            Optional<URI> stsEndpoint,
            boolean pathStyle,
            Optional<String> accessKey,
            Optional<String> secretKey) {
        this(
                s3Endpoint,
                stsEndpoint,
                pathStyle,
                accessKey,
                secretKey,
                Optional.empty(),
                LONGEST_SESSION);
    }

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
        var principal =
                aws.text("principal")
                        .map("the ARN of a user or role", AwsConfig::checkedPrincipal)
                        .optional();
        var session =
                aws.duration("session", SHORTEST_SESSION, LONGEST_SESSION).or(LONGEST_SESSION);
        return aws.build(() ->
                new AwsConfig(
                        s3Endpoint.get(),
                        stsEndpoint.get(),
                        pathStyle.get(),
                        accessKey.get(),
                        secretKey.get(),
                        principal.get(),
                        session.get()));
    }

    private static String checkedPrincipal(String arn) {
        if (!PRINCIPAL.matcher(arn).matches()) {
            throw new IllegalArgumentException(
                    "write one like arn:aws:iam::111122223333:user/sluice");
        }
        return arn;
    }

    /// Without the secret key.
    @Override
    public String toString() {
        return "AwsConfig[s3Endpoint=%s, stsEndpoint=%s, pathStyle=%s, accessKey=%s, principal=%s, session=%s]"
                .formatted(s3Endpoint, stsEndpoint, pathStyle, accessKey, principal, session);
    }
}
