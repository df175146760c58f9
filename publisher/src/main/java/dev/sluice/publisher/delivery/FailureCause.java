package dev.sluice.publisher.delivery;

import java.util.Locale;

/// Why an attempt failed, as a metric tells it. The words for people are in
/// [StoreOutcome.Failed#reason()].
public enum FailureCause {
    /// The customer's role may not be assumed: it is gone, or its trust policy says no.
    ROLE,
    /// Credentials or a session ended.
    EXPIRED,
    /// This machine's clock and Amazon's differ by more than a request may.
    CLOCK,
    /// A policy says no, or a bucket is not the expected owner's.
    DENIED,
    /// The use of an encryption key is denied.
    KEY,
    /// There is no such bucket.
    NO_BUCKET,
    /// The bucket is in another region.
    REGION,
    /// A staged file is no longer in the processing bucket.
    NOT_STAGED,
    /// A file belongs to another tenant than the destination.
    FOREIGN,
    /// What arrived is not certainly what was sent.
    CHECKSUM,
    /// Fewer requests are wanted.
    THROTTLED,
    /// There was no answer, or none that makes sense.
    NO_ANSWER,
    /// Refused for another reason.
    REFUSED;

    /// As a label of a metric: `no_bucket`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
