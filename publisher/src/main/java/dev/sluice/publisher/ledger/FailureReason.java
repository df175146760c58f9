package dev.sluice.publisher.ledger;

import java.util.Locale;

/// Why an attempt to deliver failed, as far as it can be counted. The ledger has it in words.
public enum FailureReason {
    /// The tenant's bucket or role says no.
    REFUSED,
    /// There is no such bucket.
    MISSING_BUCKET,
    /// The store wants fewer requests.
    THROTTLED,
    /// The store did not answer, or not sensibly.
    TIMED_OUT;

    /// As in the metric.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
