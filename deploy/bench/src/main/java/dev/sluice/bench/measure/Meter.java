package dev.sluice.bench.measure;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Takes time and processor time between two moments.
public final class Meter {

    private final Supplier<Duration> cpu;
    private final LongSupplier peakBytes;
    private long begin;
    private Duration cpuAtBegin = Duration.ZERO;

    /// @param cpu the processor time used so far by what is measured
    /// @param peakBytes the most memory it has had; 0 where that is not known
    public Meter(Supplier<Duration> cpu, LongSupplier peakBytes) {
        this.cpu = cpu;
        this.peakBytes = peakBytes;
    }

    /// A meter of one process.
    public static Meter of(long pid) {
        return new Meter(() -> ProcessUse.cpu(pid), () -> ProcessUse.peakBytes(pid));
    }

    /// The measurement begins now.
    public Meter begin() {
        begin = System.nanoTime();
        cpuAtBegin = cpu.get();
        return this;
    }

    /// The measurement ends now.
    ///
    /// @param rows how many were handled since it began
    public Measurement end(long rows) {
        Duration time = Duration.ofNanos(System.nanoTime() - begin);
        return new Measurement(rows, time, cpu.get().minus(cpuAtBegin), peakBytes.getAsLong());
    }
}
