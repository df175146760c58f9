package dev.sluice.app.shell;

import org.jspecify.annotations.Nullable;

/// A command could not do what it was asked to: exit status 1. The message says what failed, why,
/// and what to do.
public final class CommandFailedException extends RuntimeException {

    public CommandFailedException(String message) {
        super(message);
    }

    public CommandFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
