package dev.sluice.publisher.ledger;

import dev.sluice.cut.Cut;
import java.util.List;

/// What the ledger says of a tenant when a publisher takes it up.
///
/// @param delivered the last cut that was delivered; NONE if nothing was
/// @param pending the pushes that are staged and not delivered, in order
public record TenantStanding(Cut delivered, List<LedgerEntry> pending) {

    public TenantStanding {
        pending = List.copyOf(pending);
    }
}
