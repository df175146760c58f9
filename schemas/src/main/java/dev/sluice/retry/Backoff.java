package dev.sluice.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// The waits between attempts: each twice the one before, up to the longest, and each with a part
/// left to chance, so that those who failed together do not try again together.
///
/// @param first the wait after the first failure
/// @param longest no wait is longer
public record Backoff(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 30;

    public Backoff {
        if (first.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "retry_first ("
                            + first
                            + ") is longer than retry_longest ("
                            + longest
                            + "); make it shorter");
        }
    }

    /// The wait after so many failures in a row: between half and all of the doubled time.
    ///
    /// @param failures at least 1
    public Duration after(int failures, RandomGenerator random) {
        int doublings = Math.min(failures - 1, MOST_DOUBLINGS);
        long longestMillis = longest.toMillis();
        long millis = Math.min(first.toMillis() << doublings, longestMillis);
        if (millis < first.toMillis()) {
            millis = longestMillis;
        }
        return Duration.ofMillis(millis / 2 + random.nextLong(millis / 2 + 1));
    }
}
