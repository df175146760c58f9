package dev.sluice.capture.write;

import org.jspecify.annotations.Nullable;

/// A row does not fit into a record. The message names table, key, and what mends it.
public final class RecordTooLarge extends RuntimeException {

    RecordTooLarge(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
