package dev.sluice.embedded;

import org.jspecify.annotations.Nullable;

/// A server could not be started, used or stopped; the message names it and what it was about to
/// do.
public final class ServerException extends RuntimeException {

    ServerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    ServerException(String message) {
        super(message);
    }
}
