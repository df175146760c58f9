package dev.sluice.publisher.partition;

import dev.sluice.cut.Cut;
import dev.sluice.cut.CutSchedule;
import dev.sluice.publisher.ledger.PartitionLedger;
import dev.sluice.record.CutReached;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/// Which pushes a cut gives to the tenants of a partition, each named by the tenant column's text.
///
/// Every tenant whose last push was at the cut before receives an incremental push, and besides a
/// full push if one was due since its last: at this cut, or at an earlier one at which it could not
/// be made. A tenant without a push at the cut before has nothing that an incremental push could
/// build on: it is new, or was away for a while. It receives a full push alone.
///
/// @param incremental tenants that receive an incremental push
/// @param full tenants that receive a full push, after the incremental one
record PushPlan(Set<String> incremental, Set<String> full) {

    PushPlan {
        incremental = Set.copyOf(incremental);
        full = Set.copyOf(full);
    }

    /// The plan for a cut.
    ///
    /// @param tenants of the partition
    /// @param ledger what they have received
    static PushPlan at(
            CutReached mark,
            Collection<String> tenants,
            PartitionLedger ledger,
            CutSchedule schedule) {
        Cut cut = new Cut(mark.getCut());
        Set<String> incremental = new LinkedHashSet<>();
        Set<String> full = new LinkedHashSet<>();
        for (String tenant : tenants) {
            boolean based = isBased(tenant, mark.getPrevious(), ledger);
            if (based) {
                incremental.add(tenant);
            }
            if (!based || schedule.isFullDue(ledger.base(tenant), cut)) {
                full.add(tenant);
            }
        }
        return new PushPlan(incremental, full);
    }

    private static boolean isBased(String tenant, long previousCut, PartitionLedger ledger) {
        return ledger.base(tenant).exists() && ledger.last(tenant).equals(new Cut(previousCut));
    }
}
