package dev.sluice.publisher.full;

import dev.sluice.cut.Cut;
import java.time.Clock;
import java.time.Duration;

/// How far back full pushes can be made. `rows` is compacted: a row's version that a cut needs goes
/// once a later one is older than `min.compaction.lag.ms`. A later one was written after the cut,
/// so while the cut itself is younger than that, every version that it needs is there.
///
/// @param kept how long `rows` keeps everything
/// @param clock tells how old a cut is
public record Horizon(Duration kept, Clock clock) {

    /// For clocks that differ: the source's names the cut, the broker's ages the record.
    private static final Duration MARGIN = Duration.ofHours(1);

    /// Whether `rows` certainly has every version that a full push of the cut needs.
    public boolean holds(Cut cut) {
        return cut.instant().isAfter(clock.instant().minus(kept).plus(MARGIN));
    }
}
