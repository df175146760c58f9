package dev.sluice.publisher.ledger;

import dev.sluice.cut.Cut;
import dev.sluice.key.PushKey;
import dev.sluice.record.PushState;
import dev.sluice.record.PushType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What the ledger knows of one tenant that matters for what comes next: its base, its last push
/// and what that lacks, and what is still to be made or delivered. Not thread-safe.
final class TenantPushes {

    private Cut base = Cut.NONE;
    private Cut last = Cut.NONE;
    private PushType lastType = PushType.INCREMENTAL;
    private List<String> skipped = List.of();
    private Optional<LedgerEntry> request = Optional.empty();
    private Cut delivered = Cut.NONE;
    private final TreeSet<LedgerEntry> pending = new TreeSet<>(LedgerEntry.ORDER);

    void apply(LedgerEntry entry) {
        if (entry.push().getDeliveredAt() != 0) {
            // Once delivered, whatever is asked for it later.
            delivered = later(delivered, entry.key().cut());
        }
        if (entry.push().getState() == PushState.REQUESTED) {
            // Asked for and not made: it changes neither base nor order.
            if (entry.key().isRequest()) {
                request = Optional.of(entry);
            }
            return;
        }
        pending.removeIf(known -> known.key().equals(entry.key()));
        if (PushStates.isPending(entry.push())) {
            pending.add(entry);
        }
        if (!isBeforeLast(entry.key())) {
            last = entry.key().cut();
            lastType = entry.key().type();
            skipped = List.copyOf(entry.push().getSkipped());
        }
        if (entry.key().type() == PushType.FULL) {
            base = later(base, entry.key().cut());
        }
    }

    /// At one cut the full push comes last.
    private boolean isBeforeLast(PushKey key) {
        int byCut = key.cut().compareTo(last);
        return byCut < 0
                || (byCut == 0 && lastType == PushType.FULL && key.type() != PushType.FULL);
    }

    /// The request is answered, or taken back.
    void answered() {
        request = Optional.empty();
    }

    /// Whether any push was ever made.
    boolean isEmpty() {
        return !last.exists();
    }

    /// The request for a full push that is not answered yet.
    Optional<LedgerEntry> request() {
        return request;
    }

    private static Cut later(Cut a, Cut b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    Cut base() {
        return base;
    }

    Cut last() {
        return last;
    }

    List<String> skipped() {
        return skipped;
    }

    Cut delivered() {
        return delivered;
    }

    List<LedgerEntry> pending() {
        return new ArrayList<>(pending);
    }
}
