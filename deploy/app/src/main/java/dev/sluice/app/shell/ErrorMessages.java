package dev.sluice.app.shell;

import dev.sluice.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;

/// What the terminal shows of a failure.
public final class ErrorMessages {

    private ErrorMessages() {}

    /// Whether it is a failure that the program foresees, so that its message suffices.
    public static boolean isExpected(Throwable failure) {
        return switch (unwrapped(failure)) {
            case ConfigException _, CommandFailedException _ -> true;
            case KafkaException _, SQLException _, IOException _, UncheckedIOException _ -> true;
            case Throwable other -> other.getClass().getName().startsWith("dev.sluice.");
        };
    }

    /// The failure in words, without a stack trace.
    public static String of(Throwable failure) {
        Throwable cause = unwrapped(failure);
        String message = cause.getMessage();
        if (message == null || message.isBlank()) {
            return cause.getClass().getName();
        }
        boolean speaksForItself =
                cause instanceof CommandFailedException
                        || cause instanceof ConfigException
                        || cause.getClass().getName().startsWith("dev.sluice.")
                        || cause instanceof IllegalStateException;
        return speaksForItself ? message : cause.getClass().getSimpleName() + ": " + message;
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wrapper =
                failure instanceof ExecutionException || failure instanceof CompletionException;
        return wrapper && cause != null ? unwrapped(cause) : failure;
    }
}
