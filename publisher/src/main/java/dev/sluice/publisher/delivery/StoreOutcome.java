package dev.sluice.publisher.delivery;

/// How an attempt ended.
public sealed interface StoreOutcome {

    /// It is done.
    record Done() implements StoreOutcome {}

    /// It did not succeed.
    sealed interface Failed extends StoreOutcome {

        /// Why, in a word.
        FailureCause cause();

        /// What was tried and why it failed, in plain words.
        String reason();
    }

    /// The answer is no, and will be until somebody changes something there.
    record Refused(FailureCause cause, String reason) implements Failed {}

    /// Fewer requests are wanted.
    record Throttled(String reason) implements Failed {

        @Override
        public FailureCause cause() {
            return FailureCause.THROTTLED;
        }
    }

    /// It may succeed when it is tried again.
    record Unavailable(FailureCause cause, String reason) implements Failed {

        /// There was no answer, or not a sensible one.
        public Unavailable(String reason) {
            this(FailureCause.NO_ANSWER, reason);
        }
    }
}
