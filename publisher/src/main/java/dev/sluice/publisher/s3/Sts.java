package dev.sluice.publisher.s3;

import dev.sluice.publisher.delivery.Credentials.Role;
import dev.sluice.publisher.delivery.FailureCause;
import dev.sluice.publisher.delivery.StoreOutcome.Failed;
import dev.sluice.publisher.delivery.StoreOutcome.Refused;
import dev.sluice.publisher.delivery.StoreOutcome.Throttled;
import dev.sluice.publisher.delivery.StoreOutcome.Unavailable;
import java.net.URI;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/// Amazon's STS: lends the publisher a customer's role. Thread-safe.
final class Sts implements AutoCloseable {

    private static final int SERVER_ERROR = 500;

    private final AwsConfig config;
    private final StsClient client;

    /// @param region in which STS is asked; the vendor's own
    /// @param own the publisher's own credentials
    Sts(AwsConfig config, String region, AwsCredentialsProvider own, SdkHttpClient http) {
        this.config = config;
        StsClientBuilder builder =
                StsClient.builder()
                        .region(Region.of(region))
                        .credentialsProvider(own)
                        .httpClient(http)
                        .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()));
        config.stsEndpoint().ifPresent((Consumer<URI>) builder::endpointOverride);
        this.client = builder.build();
    }

    /// A new session of a role.
    ///
    /// @throws NoSessionException if there is none to be had
    Sessions.Session assume(Role role) {
        try {
            var answer = client.assumeRole(request(role)).credentials();
            return new Sessions.Session(
                    AwsSessionCredentials.create(
                            answer.accessKeyId(), answer.secretAccessKey(), answer.sessionToken()),
                    answer.expiration());
        } catch (AwsServiceException e) {
            throw new NoSessionException(outcome(role, e));
        } catch (SdkException e) {
            throw new NoSessionException(
                    new Unavailable("assuming " + role.arn() + ": " + e.getMessage()));
        }
    }

    private AssumeRoleRequest request(Role role) {
        AssumeRoleRequest.Builder request =
                AssumeRoleRequest.builder()
                        .roleArn(role.arn())
                        .roleSessionName(role.sessionName())
                        .durationSeconds(Math.toIntExact(config.session().toSeconds()));
        role.externalId().ifPresent(request::externalId);
        role.policy().ifPresent(request::policy);
        return request.build();
    }

    private static Failed outcome(Role role, AwsServiceException e) {
        String code = Answers.code(e);
        String message = said(role, e);
        String reason =
                "assuming %s: STS answered %d %s%s"
                        .formatted(role.arn(), e.statusCode(), code, message);
        return switch (code) {
            case "AccessDenied" ->
                    new Refused(
                            FailureCause.ROLE,
                            reason
                                    + "; the role is gone, or its trust policy does not name the publisher's principal with the tenant's external id");
            case "Throttling", "ThrottlingException", "RequestLimitExceeded" ->
                    new Throttled(reason);
            case "ExpiredToken", "ExpiredTokenException" ->
                    new Unavailable(
                            FailureCause.EXPIRED,
                            reason + "; the publisher's own credentials ended");
            case "RequestExpired", "RequestTimeTooSkewed" -> skewed(reason);
            case "SignatureDoesNotMatch", "InvalidSignatureException" ->
                    message.contains("Signature expired")
                                    || message.contains("Signature not yet current")
                            ? skewed(reason)
                            : new Refused(
                                    FailureCause.REFUSED,
                                    reason + "; the publisher's own secret key is wrong");
            default ->
                    e.statusCode() >= SERVER_ERROR
                            ? new Unavailable(reason)
                            : new Refused(FailureCause.REFUSED, reason);
        };
    }

    private static Failed skewed(String reason) {
        return new Refused(FailureCause.CLOCK, reason + "; this machine's clock is wrong, set it");
    }

    /// What STS said; it quotes an external id that it does not like.
    private static String said(Role role, AwsServiceException e) {
        String message = Answers.message(e);
        for (String secret : role.externalId().stream().toList()) {
            message = message.replace(secret, "(external id)");
        }
        return message.isEmpty() ? "" : " (" + message + ")";
    }

    @Override
    public void close() {
        client.close();
    }
}
