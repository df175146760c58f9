package dev.sluice.publisher.ledger;

import static dev.sluice.record.PushState.DELIVERED;
import static dev.sluice.record.PushState.REQUESTED;
import static dev.sluice.record.PushState.STAGED;
import static dev.sluice.record.PushState.WAITING;

import dev.sluice.record.Push;
import dev.sluice.record.PushState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// The states of a push, and how it goes from one to the next:
///
///     (none)    -> STAGED      its cut was reached; all its files and its manifest are in the
///                              processing bucket
///     REQUESTED -> STAGED      somebody asked for it at the latest cut; the request goes when the push
///                              is entered under its own key
///     STAGED    -> DELIVERED   everything is copied to the tenant's bucket, the manifest last
///     STAGED    -> WAITING     an attempt failed; the reason, and when the next is due, are noted
///     WAITING   -> WAITING     another attempt failed
///     WAITING   -> DELIVERED   an attempt succeeded
///
/// A state may also be entered again: after a loss of connection in the middle of a commit, the
/// same entry is written once more. No other transition happens; one that is tried is a bug.
public final class PushStates {

    private static final Map<PushState, Set<PushState>> NEXT =
            Map.of(
                    REQUESTED, Set.of(STAGED),
                    STAGED, Set.of(DELIVERED, WAITING),
                    WAITING, Set.of(WAITING, DELIVERED),
                    DELIVERED, Set.of());

    private PushStates() {}

    /// Whether the push's files are staged and not yet delivered.
    public static boolean isPending(Push push) {
        return push.getState() == STAGED || push.getState() == WAITING;
    }

    /// The push, delivered.
    public static Push delivered(Push push, Instant at) {
        return next(push, DELIVERED)
                .setAttempts(push.getAttempts() + 1)
                .setReason("")
                .setNextAttemptAt(0)
                .setDeliveredAt(micros(at))
                .build();
    }

    /// The push after a failed attempt.
    ///
    /// @param reason in plain words
    /// @param at when it failed
    /// @param wait until the next attempt
    public static Push waiting(Push push, String reason, Instant at, Duration wait) {
        return next(push, WAITING)
                .setAttempts(push.getAttempts() + 1)
                .setReason(reason)
                .setNextAttemptAt(micros(at.plus(wait)))
                .build();
    }

    private static Push.Builder next(Push push, PushState state) {
        if (!NEXT.getOrDefault(push.getState(), Set.of()).contains(state)) {
            throw new IllegalStateException(
                    "a push that is " + push.getState() + " cannot become " + state);
        }
        return Push.newBuilder(push).setState(state);
    }

    /// An instant as the ledger has it.
    public static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    }
}
