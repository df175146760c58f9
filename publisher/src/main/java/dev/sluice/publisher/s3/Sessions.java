package dev.sluice.publisher.s3;

import dev.sluice.publisher.delivery.Credentials.Role;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// The sessions of customers' roles: each is used until shortly before it ends. Whoever makes many
/// requests asks for the session before each of them. Thread-safe.
final class Sessions {

    /// A request that began in time must also end in time.
    private static final Duration LEAST_REST = Duration.ofMinutes(5);

    private final Sts sts;
    private final Clock clock;
    private final Map<Role, Session> sessions = new ConcurrentHashMap<>();

    /// A session as STS gave it.
    ///
    /// @param credentials secret
    /// @param end when it ends
    record Session(AwsSessionCredentials credentials, Instant end) {

        /// Without the credentials.
        @Override
        public String toString() {
            return "Session[until " + end + "]";
        }
    }

    Sessions(Sts sts, Clock clock) {
        this.sts = sts;
        this.clock = clock;
    }

    /// A session of the role that lasts for a while yet.
    ///
    /// @throws NoSessionException if none is to be had
    AwsCredentialsProvider of(Role role) {
        Session session = sessions.get(role);
        if (session == null || clock.instant().plus(LEAST_REST).isAfter(session.end())) {
            session = sts.assume(role);
            sessions.put(role, session);
        }
        return StaticCredentialsProvider.create(session.credentials());
    }

    /// Has the role assumed anew next time: its session was refused, as one is that ended early, or
    /// whose role was made again.
    void forget(Role role) {
        sessions.remove(role);
    }
}
