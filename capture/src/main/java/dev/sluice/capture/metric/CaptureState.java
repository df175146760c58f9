package dev.sluice.capture.metric;

import dev.sluice.health.Pulse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What capture shows of itself to others. Thread-safe.
public final class CaptureState {

    private final Clock clock;
    private final Duration heartbeat;
    private final Pulse election = new Pulse();
    private final Pulse batches = new Pulse();
    private boolean leading;
    private @Nullable Captured captured;
    private @Nullable Look look;
    private boolean streaming;
    private boolean snapshot;
    private String trouble = "";

    /// Where capture stands after a batch.
    ///
    /// @param committedAt when the last transaction committed
    /// @param position in the source's log, up to which everything is captured
    /// @param lastCut the last cut marked, as seconds since 1970; 0 before the first
    /// @param readings tables that are read, or are to be, beside the stream
    /// @param snapshot whether all tables are being read
    public record Captured(
            Instant committedAt, long position, long lastCut, int readings, boolean snapshot) {}

    /// A look at the source.
    ///
    /// @param at when
    /// @param logEnd where its log ended
    /// @param retainedBytes how much of the log it keeps for the slot
    private record Look(Instant at, long logEnd, long retainedBytes) {}

    /// @param clock tells how far capture is behind
    /// @param heartbeat how often the source is looked at
    public CaptureState(Clock clock, Duration heartbeat) {
        this.clock = clock;
        this.heartbeat = heartbeat;
    }

    /// The election's loop goes round.
    public Pulse election() {
        return election;
    }

    /// This capture leads, or no longer does.
    public synchronized void leads(boolean now) {
        leading = now;
        if (!now) {
            termEnded();
        }
    }

    /// A term begins to use the source.
    ///
    /// @param reads whether it begins with reading all tables
    public synchronized void termBegan(boolean reads) {
        snapshot = reads;
        trouble = "";
        batches.beat();
    }

    /// A term has ended.
    public synchronized void termEnded() {
        streaming = false;
        snapshot = false;
        captured = null;
        look = null;
    }

    /// A term has ended with a failure, and another follows.
    ///
    /// @param reason in plain words, without anything of a row
    public synchronized void termFailed(String reason) {
        termEnded();
        trouble = reason;
    }

    /// A batch is safe.
    public synchronized void captured(Captured now) {
        captured = now;
        snapshot = now.snapshot();
        streaming = !snapshot;
        batches.beat();
    }

    /// The source has answered.
    ///
    /// @param logEnd where its log ends
    /// @param retainedBytes how much of it the source keeps for the slot
    public synchronized void looked(long logEnd, long retainedBytes) {
        look = new Look(clock.instant(), logEnd, retainedBytes);
    }

    /// Whether this capture leads.
    public synchronized boolean isLeading() {
        return leading;
    }

    /// Whether the log is followed.
    public synchronized boolean isStreaming() {
        return streaming;
    }

    /// Whether all tables are being read.
    public synchronized boolean isSnapshot() {
        return snapshot;
    }

    /// Where capture stands; nothing before the first batch of a term.
    public synchronized Optional<Captured> captured() {
        return Optional.ofNullable(captured);
    }

    /// What the source keeps for the slot; nothing if it has not been asked.
    public synchronized Optional<Long> retainedBytes() {
        return Optional.ofNullable(look).map(Look::retainedBytes);
    }

    /// Why the last term failed; empty if it did not.
    public synchronized String trouble() {
        return trouble;
    }

    /// How far capture is behind: nothing while it does not stream.
    public synchronized Optional<Duration> lag() {
        Captured now = captured;
        if (now == null) {
            return Optional.empty();
        }
        boolean caughtUp = look != null && isAnswering() && now.position() >= look.logEnd();
        Duration since = Duration.between(now.committedAt(), clock.instant());
        return Optional.of(caughtUp || since.isNegative() ? Duration.ZERO : since);
    }

    /// Whether the source has answered lately.
    public synchronized boolean isAnswering() {
        Duration patience = heartbeat.multipliedBy(2).plusSeconds(5);
        return look != null
                && Duration.between(look.at(), clock.instant()).compareTo(patience) <= 0;
    }

    /// How long ago a batch, or a term, came last.
    public Duration sinceBatch() {
        return batches.since();
    }
}
