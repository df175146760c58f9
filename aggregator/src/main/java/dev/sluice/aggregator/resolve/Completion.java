package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.state.HeldCell;
import dev.sluice.aggregator.state.HeldRow;
import dev.sluice.aggregator.step.UnusableRecordException;
import dev.sluice.key.ChangeKey;
import dev.sluice.record.Change;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Puts back into a change what the log left out of it, from what is held of the row.
final class Completion {

    private final OmittableCells omittable;

    Completion(OmittableCells omittable) {
        this.omittable = omittable;
    }

    /// The cells to hold of a complete change.
    List<HeldCell> held(ChangeKey row, Change change) {
        return omittable.of(
                row.table(), change.getVersion(), Objects.requireNonNull(change.getCells()));
    }

    /// An upsert with its cells, its tenant and its primary key known.
    ///
    /// @param known what is held of the row; null if nothing is
    /// @throws UnusableRecordException if something is missing that is not held
    Change complete(ChangeKey row, Change change, @Nullable HeldRow known) {
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

    private Change filled(ChangeKey row, Change change, @Nullable HeldRow known) {
        List<@Nullable Object> cells = change.getCells();
        if (cells == null || change.getId() == null || change.getSortKey() == null) {
            throw new UnusableRecordException("it has no cells or no primary key");
        }
        if (change.getTenantKnown() && OmittableCells.isComplete(cells)) {
            return change;
        }
        if (known == null) {
            throw new UnusableRecordException(
                    "the log left out what did not change, but no earlier version of the row is held; read the table again");
        }
        return Change.newBuilder(change)
                .setTenant(change.getTenantKnown() ? change.getTenant() : known.getTenant())
                .setTenantKnown(true)
                .setCells(
                        omittable.complete(
                                row.table(),
                                change.getVersion(),
                                cells,
                                known.getOmittable(),
                                known.getVersion()))
                .build();
    }
}
