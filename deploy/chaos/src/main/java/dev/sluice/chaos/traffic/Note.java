package dev.sluice.chaos.traffic;

import dev.sluice.fold.State;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/// What the database had, for each tenant, while nothing was committed.
///
/// @param from after the last commit
/// @param to before the next
/// @param request the id of the cut that was asked for then
/// @param states for each tenant's key
public record Note(Instant from, Instant to, String request, Map<Integer, State> states) {

    /// What a tenant had.
    public State of(int tenant) {
        return Objects.requireNonNull(states.get(tenant), "a tenant without a state");
    }

    boolean holdsAt(Instant at) {
        return !at.isBefore(from) && !at.isAfter(to);
    }
}
