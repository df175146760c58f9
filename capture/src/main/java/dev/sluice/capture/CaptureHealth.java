package dev.sluice.capture;

import dev.sluice.capture.metric.CaptureState;
import dev.sluice.health.Health;
import java.time.Duration;

/// What a capture says of itself, made from what it shows.
final class CaptureHealth {

    /// A capture that is further behind is not ready.
    private static final Duration FAR_BEHIND = Duration.ofMinutes(15);

    /// The election goes round every half second, and never waits so long for a term to end.
    private static final Duration ELECTION_STUCK = Duration.ofMinutes(5);

    /// While the source takes heartbeats, each of them comes as a batch.
    private static final Duration STREAM_STUCK = Duration.ofMinutes(30);

    private static final String NAME = "capture";

    private CaptureHealth() {}

    static Health of(CaptureState state) {
        Health health = ready(state);
        if (state.election().isOlderThan(ELECTION_STUCK)) {
            health =
                    health.stuck(
                            "capture's election has not moved for %d s (longest %d s)"
                                    .formatted(
                                            state.election().since().toSeconds(),
                                            ELECTION_STUCK.toSeconds()));
        }
        boolean silent = state.sinceBatch().compareTo(STREAM_STUCK) > 0;
        if (state.isStreaming() && state.isAnswering() && silent) {
            health =
                    health.stuck(
                            "the source takes heartbeats, but none has come through the log for %d s (longest %d s)"
                                    .formatted(
                                            state.sinceBatch().toSeconds(),
                                            STREAM_STUCK.toSeconds()));
        }
        return health;
    }

    private static Health ready(CaptureState state) {
        if (!state.isLeading()) {
            return Health.good(NAME, "stands by");
        }
        if (state.isSnapshot()) {
            return Health.waiting(
                    NAME,
                    "reads all tables",
                    "capture reads all tables, and closes no cut meanwhile");
        }
        if (!state.isStreaming()) {
            return Health.waiting(
                    NAME,
                    "starting",
                    state.trouble().isEmpty()
                            ? "capture prepares to follow the source's log"
                            : "capture tries again: " + state.trouble());
        }
        if (!state.isAnswering()) {
            return Health.waiting(
                    NAME,
                    "waiting for the source",
                    "the source has not answered the last heartbeats");
        }
        Duration lag = state.lag().orElse(Duration.ZERO);
        return lag.compareTo(FAR_BEHIND) > 0
                ? Health.waiting(
                        NAME,
                        "catching up",
                        "capture is %d s behind the source (ready below %d s)"
                                .formatted(lag.toSeconds(), FAR_BEHIND.toSeconds()))
                : Health.good(NAME, "follows the source's log");
    }
}
