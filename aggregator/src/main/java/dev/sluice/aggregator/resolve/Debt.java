package dev.sluice.aggregator.resolve;

import dev.sluice.record.CutReached;

/// Something that a task owes those who read `rows`, in the order of `changes`.
sealed interface Debt {

    /// The last sequence before the mark that it comes from.
    long sequence();

    /// Rows to delete.
    record Sweeping(Sweep sweep) implements Debt {
        @Override
        public long sequence() {
            return sweep.cause().sequence();
        }
    }

    /// A cut to pass on.
    record Marking(CutReached mark) implements Debt {
        @Override
        public long sequence() {
            return mark.getSequence();
        }
    }
}
