package dev.sluice.capture.stream;

import dev.sluice.cut.Cut;
import dev.sluice.cut.CutSchedule;
import dev.sluice.record.CutCause;
import dev.sluice.record.CutReached;
import dev.sluice.record.Position;
import dev.sluice.record.Reading;
import dev.sluice.record.SourceOffset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Marks the cuts: those that the schedule has before a transaction, those that someone asked for,
/// the one that ends a snapshot. Not thread-safe.
final class Cuts {

    private final CutSchedule schedule;
    private final Changes changes;
    private final Supplier<List<Reading>> readings;
    private final List<String> requests;
    private Cut last;
    private Cut nextScheduled;

    /// @param readings the tables that are being read at this moment
    Cuts(
            SourceOffset offset,
            CutSchedule schedule,
            Changes changes,
            Supplier<List<Reading>> readings) {
        this.schedule = schedule;
        this.changes = changes;
        this.readings = readings;
        this.requests = new ArrayList<>(offset.getRequests());
        this.last = new Cut(offset.getCut());
        this.nextScheduled = last.exists() ? schedule.after(last.instant()) : Cut.NONE;
    }

    /// The last cut marked, as seconds since 1970.
    long last() {
        return last.epochSecond();
    }

    /// The requests that the next cut answers.
    List<String> requests() {
        return List.copyOf(requests);
    }

    void request(String id) {
        requests.add(id);
    }

    /// Marks the scheduled cuts that a transaction lies behind.
    void markScheduled(Instant committedAt, long commit) {
        while (nextScheduled.instant().compareTo(committedAt) <= 0) {
            mark(nextScheduled, CutCause.SCHEDULED, commit);
        }
    }

    /// Marks the cut that answers the requests, if there are any.
    void markRequested(Instant committedAt, long commit) {
        if (!requests.isEmpty()) {
            mark(named(committedAt), CutCause.REQUESTED, commit);
        }
    }

    /// Marks the cut that a snapshot ends with.
    void markSnapshot(Instant moment, long commit) {
        mark(named(moment), CutCause.SNAPSHOT, commit);
    }

    private Cut named(Instant at) {
        return new Cut(Math.max(at.getEpochSecond(), last.epochSecond() + 1));
    }

    private void mark(Cut next, CutCause cause, long commit) {
        List<String> answered = requests();
        List<Reading> beingRead = readings.get();
        changes.markCut(count ->
                new CutReached(
                        next.epochSecond(),
                        last.epochSecond(),
                        cause,
                        answered,
                        new Position(commit, 0L),
                        changes.sequence(),
                        0,
                        1,
                        count,
                        beingRead,
                        List.of()));
        requests.clear();
        last = next;
        nextScheduled = schedule.after(next.instant());
    }
}
