package dev.sluice.publisher.s3;

import dev.sluice.publisher.delivery.StoreOutcome.Failed;

/// There is no session of a role to be had.
final class NoSessionException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Failed outcome;

    NoSessionException(Failed outcome) {
        super(outcome.reason());
        this.outcome = outcome;
    }

    /// Why.
    Failed outcome() {
        return outcome;
    }
}
