package dev.sluice.health;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// When a loop last moved. The loop beats at each turn; others ask how long ago that was.
/// Thread-safe.
public final class Pulse {

    private final LongSupplier nanos;
    private final AtomicLong last;

    /// A pulse whose first beat is now, by the machine's steady clock.
    public Pulse() {
        this(System::nanoTime);
    }

    /// @param nanos a steady clock, as [System#nanoTime()]
    public Pulse(LongSupplier nanos) {
        this.nanos = nanos;
        this.last = new AtomicLong(nanos.getAsLong());
    }

    /// The loop moves.
    public void beat() {
        last.set(nanos.getAsLong());
    }

    /// How long ago it last moved.
    public Duration since() {
        return Duration.ofNanos(nanos.getAsLong() - last.get());
    }

    /// Whether it has not moved for longer than this.
    public boolean isOlderThan(Duration age) {
        return since().compareTo(age) > 0;
    }
}
