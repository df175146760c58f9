package dev.sluice.publisher.ledger;

import dev.sluice.cut.Cut;
import dev.sluice.key.PushKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What one partition of the ledger says, as far as it matters for what comes next. The topic has
/// every push ever made; this holds what is pending, and of the rest a few words for each tenant.
/// Thread-safe.
public final class PartitionLedger {

    private final Map<String, TenantPushes> tenants = new HashMap<>();

    /// Takes an entry, which supersedes an earlier one of the same key.
    public synchronized void apply(LedgerEntry entry) {
        tenants.computeIfAbsent(entry.key().tenant(), _ -> new TenantPushes()).apply(entry);
    }

    /// A request is answered, or taken back.
    public synchronized void answered(PushKey request) {
        TenantPushes pushes = tenants.get(request.tenant());
        if (pushes != null && request.isRequest()) {
            pushes.answered();
        }
    }

    /// Whether no push was ever made.
    public synchronized boolean isEmpty() {
        return tenants.values().stream().allMatch(TenantPushes::isEmpty);
    }

    /// The requests for full pushes at the latest cut that are not answered yet.
    public synchronized List<LedgerEntry> requests() {
        return tenants.values().stream().flatMap(pushes -> pushes.request().stream()).toList();
    }

    /// The last full push that was made for a tenant, which incremental ones build on; NONE if
    /// there is none.
    ///
    /// @param tenant the tenant column's text
    public synchronized Cut base(String tenant) {
        TenantPushes pushes = tenants.get(tenant);
        return pushes == null ? Cut.NONE : pushes.base();
    }

    /// The cut of the last push that was made for a tenant; NONE if there is none.
    public synchronized Cut last(String tenant) {
        TenantPushes pushes = tenants.get(tenant);
        return pushes == null ? Cut.NONE : pushes.last();
    }

    /// The skipped records that the tenant's last push named, as the ledger has them.
    public synchronized List<String> skipped(String tenant) {
        TenantPushes pushes = tenants.get(tenant);
        return pushes == null ? List.of() : pushes.skipped();
    }

    /// The tenant's pushes that are made and not delivered, in order.
    public synchronized List<LedgerEntry> pending(String tenant) {
        TenantPushes pushes = tenants.get(tenant);
        return pushes == null ? List.of() : pushes.pending();
    }

    /// How a tenant stands: what was delivered last, and what is to be.
    public synchronized TenantStanding standing(String tenant) {
        TenantPushes pushes = tenants.get(tenant);
        return pushes == null
                ? new TenantStanding(Cut.NONE, List.of())
                : new TenantStanding(pushes.delivered(), pushes.pending());
    }

    /// The tenants that have any push, or asked for one.
    public synchronized List<String> tenants() {
        return List.copyOf(tenants.keySet());
    }
}
