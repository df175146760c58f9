package dev.sluice.bench.measure;

import java.time.Duration;
import java.util.List;

/// What handling rows took.
///
/// @param rows how many
/// @param time by the clock
/// @param cpu processor time
/// @param peakBytes the most memory the process has had resident since it started; 0 if not known
public record Measurement(long rows, Duration time, Duration cpu, long peakBytes) {

    /// Several runs of the same as one.
    public static Measurement of(List<Measurement> runs) {
        return runs.stream()
                .reduce((a, b) ->
                        new Measurement(
                                a.rows + b.rows,
                                a.time.plus(b.time),
                                a.cpu.plus(b.cpu),
                                Math.max(a.peakBytes, b.peakBytes)))
                .orElseThrow(() -> new IllegalArgumentException("nothing was measured"));
    }

    /// Rows a second.
    public double rate() {
        return rows / seconds(time);
    }

    /// Seconds of processor time for a million rows.
    public double cpuPerMillion() {
        return seconds(cpu) * 1_000_000 / rows;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
