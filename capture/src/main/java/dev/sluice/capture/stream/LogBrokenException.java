package dev.sluice.capture.stream;

/// The source's log is not the one that was followed so far. Everything has to be read again.
public final class LogBrokenException extends RuntimeException {

    LogBrokenException(String message) {
        super(message);
    }
}
