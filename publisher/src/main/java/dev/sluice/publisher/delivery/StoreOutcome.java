package dev.sluice.publisher.delivery;

/// How an attempt ended.
public sealed interface StoreOutcome {

    /// It is done.
    record Done() implements StoreOutcome {}

    /// It did not succeed.
    sealed interface Failed extends StoreOutcome {

        /// What was tried and why it failed, in plain words.
        String reason();
    }

    /// The bucket says no, and will until somebody changes something there.
    record Refused(String reason) implements Failed {}

    /// The bucket wants fewer requests.
    record Throttled(String reason) implements Failed {}

    /// The store did not answer, or not sensibly.
    record Unavailable(String reason) implements Failed {}
}
