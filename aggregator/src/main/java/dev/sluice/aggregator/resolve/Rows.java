package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.state.HandOver;
import dev.sluice.aggregator.state.HeldRow;
import dev.sluice.key.ChangeKey;
import dev.sluice.key.RowKey;
import dev.sluice.record.Change;
import dev.sluice.record.Operation;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies changes to the held rows and says what becomes of them: complete row versions.
final class Rows {

    private static final Logger LOG = LoggerFactory.getLogger(Rows.class);

    private final HeldRows held;
    private final UnknownCells unknown;
    private final RowWriter out;
    private final HandOvers handOvers;
    private final Completion completion;

    Rows(
            HeldRows held,
            UnknownCells unknown,
            RowWriter out,
            HandOvers handOvers,
            Completion completion) {
        this.held = held;
        this.unknown = unknown;
        this.out = out;
        this.handOvers = handOvers;
        this.completion = completion;
    }

    /// Applies the next change of a row.
    ///
    /// @param handOver for the second half of a changed key, what the first half handed over
    /// @return whether it did; not so, and nothing is done, if a definition is not known yet
    boolean apply(Bytes key, Change change, @Nullable HandOver handOver) {
        ChangeKey row = ChangeKey.parse(key.get());
        HeldRow before = held.get(key);
        if (before != null && change.getSequence() <= before.getSequence()) {
            LOG.atDebug().addKeyValue("table", row.table()).log("Change seen before dropped");
            return true;
        }
        if (change.getOperation() == Operation.DELETE) {
            delete(key, row, before, change);
            return true;
        }
        HeldRow known = handOver == null ? before : handOver.getRow();
        if (!completion.isReady(row, change, known)) {
            return false;
        }
        upsert(key, row, before, completion.complete(row, change, known));
        return true;
    }

    /// Deletes a row if one of several sweeps covers it; the first that does is the cause.
    void sweep(Bytes key, List<Sweep> sweeps) {
        HeldRow row = held.get(key);
        if (row != null) {
            ChangeKey parsed = ChangeKey.parse(key.get());
            sweeps.stream()
                    .filter(sweep -> sweep.covers(parsed.table(), row))
                    .findFirst()
                    .ifPresent(sweep -> delete(key, parsed, row, sweep.cause()));
        }
    }

    /// Deletes a row for a reason that is not a change of its own.
    void delete(Bytes key, HeldRow row, Cause cause) {
        delete(key, ChangeKey.parse(key.get()), row, cause);
    }

    private void delete(Bytes key, ChangeKey row, @Nullable HeldRow before, Change change) {
        if (change.getCounterpart() != null) {
            handOvers.send(key, change, before);
        }
        if (before == null) {
            LOG.atDebug().addKeyValue("table", row.table()).log("Deletion of unknown row dropped");
        } else {
            delete(key, row, before, Cause.of(change));
        }
    }

    private void delete(Bytes key, ChangeKey row, HeldRow before, Cause cause) {
        if (!before.getDiscarded()) {
            out.deletion(rowKey(row, before), before, cause);
        }
        held.remove(key);
        unknown.holds(row.table(), before, null);
    }

    private void upsert(
            Bytes key, ChangeKey row, @Nullable HeldRow before, Completion.Complete complete) {
        Change change = complete.change();
        String id = Objects.requireNonNull(change.getId());
        RowKey rowKey = new RowKey(change.getTenant(), row.table(), id);
        RowWriter.Encoded encoded = out.encode(change);
        HeldRow after =
                new HeldRow(
                        change.getTenant(),
                        id.equals(row.identity()) ? null : id,
                        change.getSortKey(),
                        change.getSequence(),
                        change.getEpoch(),
                        change.getVersion(),
                        encoded.hash(),
                        complete.held(),
                        change.getDiscarded());
        // To its tenant a discarded row is one that is not there; it is held for when it comes
        // back.
        HeldRow seen = before == null || before.getDiscarded() ? null : before;
        boolean written = !change.getDiscarded() && (seen == null || !isSame(seen, after));
        if (written) {
            out.checkSize(rowKey, encoded);
        }
        if (seen != null && (change.getDiscarded() || !rowKey.equals(rowKey(row, seen)))) {
            out.deletion(rowKey(row, seen), seen, Cause.of(change));
        }
        if (written) {
            out.live(rowKey, encoded);
        }
        held.put(key, after);
        unknown.holds(row.table(), before, after);
    }

    /// The definition's version counts: the same cells may stand in other columns.
    private static boolean isSame(HeldRow before, HeldRow after) {
        return Objects.equals(before.getTenant(), after.getTenant())
                && Objects.equals(before.getId(), after.getId())
                && before.getVersion() == after.getVersion()
                && before.getCells().equals(after.getCells());
    }

    private static RowKey rowKey(ChangeKey row, HeldRow held) {
        return new RowKey(held.getTenant(), row.table(), id(row, held));
    }

    private static String id(ChangeKey row, HeldRow held) {
        return held.getId() == null ? row.identity() : held.getId();
    }
}
