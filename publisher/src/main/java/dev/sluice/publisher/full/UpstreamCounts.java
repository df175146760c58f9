package dev.sluice.publisher.full;

import dev.sluice.cut.Cut;
import dev.sluice.record.CutReached;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Counts the row versions of each upstream partition and window, and compares with what the marks
/// say: so that a rebuild never takes a hole for the truth.
///
/// A window that may have been compacted cannot be counted. None that began within the last seven
/// days can have been: eight days is the least that `rows` keeps everything, and every record of a
/// window is written after the cut that the window begins with (the first window: after the moment
/// that the snapshot shows, which is the name of its cut).
///
/// Not thread-safe.
final class UpstreamCounts {

    private static final Duration COUNTABLE = Duration.ofDays(7);

    private final Clock clock;
    private final Map<Window, Long> counts = new HashMap<>();
    private final Set<Integer> reached = new HashSet<>();
    private int upstreams = Integer.MAX_VALUE;
    private long unreadable;

    private record Window(int upstream, long since) {}

    UpstreamCounts(Clock clock) {
        this.clock = clock;
    }

    /// A row version has come.
    void add(int upstream, long since) {
        counts.merge(new Window(upstream, since), 1L, Long::sum);
    }

    /// A row version was skipped that nobody can read. Which upstream counts it will show by what
    /// its mark misses.
    void unreadable() {
        unreadable++;
    }

    /// A mark has come.
    ///
    /// @param cut the cut that is waited for
    /// @throws IllegalArgumentException if it counts another number than there were
    void mark(CutReached mark, long cut) {
        Long counted = counts.remove(new Window(mark.getUpstream(), mark.getPrevious()));
        long count = counted == null ? 0 : counted;
        if (isCountable(mark) && !isWhole(mark.getCount() - count)) {
            throw new IllegalArgumentException(
                    "the mark of %s counts %d row versions from partition %d of changes, and there are %d; some were lost"
                            .formatted(
                                    new Cut(mark.getCut()),
                                    mark.getCount(),
                                    mark.getUpstream(),
                                    count));
        }
        upstreams = mark.getUpstreams();
        // Compaction leaves the last mark of an upstream, so a later one will do.
        if (mark.getCut() >= cut) {
            reached.add(mark.getUpstream());
        }
    }

    private boolean isWhole(long missing) {
        if (missing < 0 || missing > unreadable) {
            return false;
        }
        unreadable -= missing;
        return true;
    }

    private boolean isCountable(CutReached mark) {
        long begin = mark.getPrevious() == 0 ? mark.getCut() : mark.getPrevious();
        return Instant.ofEpochSecond(begin).isAfter(clock.instant().minus(COUNTABLE));
    }

    /// Whether every upstream partition has reached the cut.
    boolean isComplete() {
        return reached.size() >= upstreams;
    }

    /// How many have not, as far as known.
    String missing() {
        return upstreams == Integer.MAX_VALUE
                ? "all"
                : Integer.toString(upstreams - reached.size());
    }
}
