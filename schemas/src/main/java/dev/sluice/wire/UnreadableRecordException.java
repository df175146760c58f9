package dev.sluice.wire;

/// A value that is none of Sluice's records, or is damaged. The message says what is wrong with the
/// bytes; whoever read them adds topic, partition and offset.
public final class UnreadableRecordException extends RuntimeException {

    UnreadableRecordException(String message) {
        super(message);
    }

    UnreadableRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
