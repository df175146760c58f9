package dev.sluice.publisher.partition;

import dev.sluice.health.Pulse;
import java.time.Duration;

/// What the thread that polls shows of itself to others. Thread-safe.
public final class PollState {

    private final Pulse pulse = new Pulse();
    private volatile boolean member;
    private volatile int partitions;

    /// The loop goes round.
    void moved() {
        pulse.beat();
    }

    /// The group has given it its partitions, perhaps none.
    void holds(int count) {
        partitions = count;
        member = true;
    }

    /// The group has taken it for dead, and given its partitions to others.
    void left() {
        member = false;
    }

    /// Whether the group has given it its share, which may be no partition at all.
    public boolean isMember() {
        return member;
    }

    /// How many partitions it holds.
    public int partitions() {
        return partitions;
    }

    /// How long ago the loop last went round.
    public Duration since() {
        return pulse.since();
    }
}
