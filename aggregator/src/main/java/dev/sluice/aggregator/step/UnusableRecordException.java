package dev.sluice.aggregator.step;

/// A record that a step can not go past without breaking a promise: it is damaged, it is not what
/// its topic holds, or what came before it is missing. The message says which and what to do; the
/// step's processor adds topic, partition and offset.
public final class UnusableRecordException extends RuntimeException {

    /// One with a message.
    public UnusableRecordException(String message) {
        super(message);
    }
}
