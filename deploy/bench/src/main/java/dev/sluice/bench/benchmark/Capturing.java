package dev.sluice.bench.benchmark;

import dev.sluice.bench.baseline.DebeziumAlone;
import dev.sluice.bench.measure.Measurement;
import dev.sluice.bench.measure.Meter;
import dev.sluice.bench.part.Running;
import dev.sluice.bench.stand.Installation;
import dev.sluice.bench.stand.Offsets;
import dev.sluice.bench.stand.Stand;
import dev.sluice.record.SnapshotState;
import java.time.Duration;

/// How capture and its baseline are measured: from the first batch that is safe (or counted) to the
/// last one, so that the start of a JVM counts for neither.
final class Capturing {

    static final String HOW =
            "rates and CPU from the first batch to the last; the heap is "
                    + Installation.CAPTURE_HEAP
                    + " MiB for both";

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private Capturing() {}

    /// Runs capture until it has written so many rows more than at its start.
    static Measurement ours(Installation installation, long before, long rows) {
        try (Offsets offsets = new Offsets(installation);
                Running capture = installation.stand().host().start(installation.capture())) {
            long first = offsets.await(capture, at -> at.getSequence() > before).getSequence();
            Meter meter = Meter.of(capture.pid()).begin();
            offsets.await(capture, at -> at.getSequence() >= before + rows);
            return meter.end(before + rows - first);
        }
    }

    /// Runs the baseline until it has seen so many rows.
    static Measurement baseline(Stand stand, String slot, DebeziumAlone.Begin begin, long rows)
            throws InterruptedException {
        try (Running debezium =
                stand.host()
                        .start(
                                DebeziumAlone.program(
                                        stand.source(),
                                        slot,
                                        begin,
                                        rows,
                                        Installation.CAPTURE_HEAP))) {
            long first = count(debezium.awaitLine(LIMIT));
            Meter meter = Meter.of(debezium.pid()).begin();
            long last = count(debezium.awaitLine(LIMIT));
            return meter.end(last - first);
        }
    }

    /// Runs capture until its first snapshot is in `changes`, and returns the last sequence.
    static long snapshot(Installation installation) {
        try (Offsets offsets = new Offsets(installation);
                Running capture = installation.stand().host().start(installation.capture())) {
            return offsets.await(capture, at -> at.getSnapshot() == SnapshotState.DONE)
                    .getSequence();
        }
    }

    private static long count(String said) {
        return Long.parseLong(said.substring(said.indexOf(' ') + 1));
    }
}
