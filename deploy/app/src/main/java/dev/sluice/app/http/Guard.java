package dev.sluice.app.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compares what a caller shows with the token, in a time that does not depend on how much of it is
/// right.
final class Guard {

    private static final String SCHEME = "Bearer ";

    private final byte @Nullable [] wanted;

    /// @param token nothing lets everybody in
    Guard(Optional<String> token) {
        this.wanted = token.map(Guard::digest).orElse(null);
    }

    /// Whether a caller may see what is guarded.
    ///
    /// @param authorization the header of that name; null if there is none
    boolean admits(@Nullable String authorization) {
        if (wanted == null) {
            return true;
        }
        return authorization != null
                && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && MessageDigest.isEqual(
                        wanted, digest(authorization.substring(SCHEME.length()).strip()));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
