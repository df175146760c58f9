package dev.sluice.chaos.fault;

import java.time.Duration;

/// One thing that goes wrong.
///
/// @param kind what
/// @param part to what
/// @param at when, from the beginning of the run
/// @param lasts how long; nothing for one that is over at once
public record Fault(FaultKind kind, String part, Duration at, Duration lasts) {

    @Override
    public String toString() {
        return "%s of %s at %.1f s for %.1f s"
                .formatted(kind, part, at.toMillis() / 1e3, lasts.toMillis() / 1e3);
    }
}
