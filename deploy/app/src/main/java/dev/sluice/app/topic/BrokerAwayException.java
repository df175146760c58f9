package dev.sluice.app.topic;

/// The broker does not answer; it may later.
public final class BrokerAwayException extends RuntimeException {

    BrokerAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
