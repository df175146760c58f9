package dev.sluice.health;

import java.util.ArrayList;
import java.util.List;

/// What a module says of itself at a moment.
///
/// @param module its name as in the command
/// @param state what it does, in a few plain words
/// @param notReady why it is not ready, each in plain words; empty if it is: connected, and caught
///   up enough
/// @param notLive why it is stuck, so that only a restart helps; empty if it is not
public record Health(String module, String state, List<String> notReady, List<String> notLive) {

    public Health {
        notReady = List.copyOf(notReady);
        notLive = List.copyOf(notLive);
    }

    /// A module that is well.
    public static Health good(String module, String state) {
        return new Health(module, state, List.of(), List.of());
    }

    /// A module that is not ready, and not stuck.
    public static Health waiting(String module, String state, String reason) {
        return new Health(module, state, List.of(reason), List.of());
    }

    /// The same with one reason more why it is stuck.
    public Health stuck(String reason) {
        List<String> reasons = new ArrayList<>(notLive);
        reasons.add(reason);
        return new Health(module, state, notReady, reasons);
    }

    /// Whether it does its work, or stands by for it.
    public boolean isReady() {
        return notReady.isEmpty() && isLive();
    }

    /// Whether it moves.
    public boolean isLive() {
        return notLive.isEmpty();
    }
}
