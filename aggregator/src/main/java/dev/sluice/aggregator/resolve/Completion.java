package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.state.HeldCell;
import dev.sluice.aggregator.state.HeldRow;
import dev.sluice.aggregator.step.UnusableRecordException;
import dev.sluice.key.ChangeKey;
import dev.sluice.record.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Puts back into a change what the log left out of it, from what is held of the row.
final class Completion {

    private final OmittableCells omittable;
    private final AwaitedDefinitions awaited;

    Completion(OmittableCells omittable, AwaitedDefinitions awaited) {
        this.omittable = omittable;
        this.awaited = awaited;
    }

    /// An upsert with its cells, its tenant and its primary key known.
    ///
    /// @param held the cells to hold of it
    record Complete(Change change, List<HeldCell> held) {}

    /// Whether the definitions that completing a change takes are known.
    ///
    /// @param known what is held of the row; null if nothing is
    boolean isReady(ChangeKey row, Change change, @Nullable HeldRow known) {
        return awaited.isKnown(row.table(), change.getVersion())
                && (known == null || awaited.isKnown(row.table(), known.getVersion()));
    }

    /// Completes an upsert. A cell that is not known is NULL until the table's reading gives it;
    /// [UnknownCells] sees to it that there is one.
    ///
    /// @param known what is held of the row; null if nothing is
    /// @throws UnusableRecordException if something is missing that should be held
    Complete complete(ChangeKey row, Change change, @Nullable HeldRow known) {
        try {
            return filled(row, change, known);
        } catch (UnusableRecordException e) {
            throw new UnusableRecordException(
                    "the %s of the row %s (sequence %d, log position %d): %s"
                            .formatted(
                                    change.getOperation(),
                                    row,
                                    change.getSequence(),
                                    change.getPosition().getCommit(),
                                    e.getMessage()));
        }
    }

    private Complete filled(ChangeKey row, Change change, @Nullable HeldRow known) {
        List<@Nullable Object> sent = change.getCells();
        if (sent == null || change.getId() == null || change.getSortKey() == null) {
            throw new UnusableRecordException("it has no cells or no primary key");
        }
        List<Integer> omitted = OmittableCells.omitted(sent);
        if (change.getTenantKnown() && omitted.isEmpty()) {
            return complete(row, change, List.of());
        }
        if (known == null && !change.getTenantKnown()) {
            throw new UnusableRecordException(
                    "the log left out its tenant, and no earlier version of the row is held; read the table again");
        }
        List<@Nullable Object> cells = new ArrayList<>(sent);
        List<Integer> unknown = new ArrayList<>();
        for (int column : omitted) {
            Object cell =
                    known == null
                            ? null
                            : omittable.find(row.table(), change.getVersion(), column, known);
            cells.set(column, cell);
            if (cell == null) {
                unknown.add(column);
            }
        }
        Change.Builder full = Change.newBuilder(change).setTenantKnown(true).setCells(cells);
        if (!change.getTenantKnown()) {
            full.setTenant(Objects.requireNonNull(known).getTenant());
        }
        return complete(row, full.build(), unknown);
    }

    private Complete complete(ChangeKey row, Change change, List<Integer> unknown) {
        return new Complete(
                change,
                omittable.of(
                        row.table(),
                        change.getVersion(),
                        Objects.requireNonNull(change.getCells()),
                        unknown));
    }
}
