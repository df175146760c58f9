package dev.sluice.publisher.s3;

import dev.sluice.publisher.delivery.Credentials;
import dev.sluice.publisher.delivery.Credentials.Own;
import dev.sluice.publisher.delivery.Credentials.Role;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// Makes requests in somebody's name, each with a session that lasts.
///
/// @param as in whose name
/// @param own the publisher's own credentials
/// @param sessions those of roles
record Caller(Credentials as, AwsCredentialsProvider own, Sessions sessions) {

    /// Makes a request. Where S3 says that the session's time is over, though by this machine's
    /// clock it is not, it is made once more with a new one.
    ///
    /// @param request is given what to add to it
    /// @throws NoSessionException if there is no session to be had
    <T> T call(Function<AwsRequestOverrideConfiguration, T> request) {
        try {
            return request.apply(identity());
        } catch (AwsServiceException e) {
            if (!(as instanceof Role role) || !Answers.isExpired(e)) {
                throw e;
            }
            sessions.forget(role);
            return request.apply(identity());
        }
    }

    private AwsRequestOverrideConfiguration identity() {
        AwsCredentialsProvider provider =
                switch (as) {
                    case Own _ -> own;
                    case Role role -> sessions.of(role);
                };
        return AwsRequestOverrideConfiguration.builder().credentialsProvider(provider).build();
    }

    /// Forgets the session, if there is one: what was refused with it may be allowed in the next.
    void forget() {
        if (as instanceof Role role) {
            sessions.forget(role);
        }
    }
}
