package dev.sluice.publisher.ledger;

import dev.sluice.config.TenantConfig;
import dev.sluice.record.Push;

/// Is told what becomes of pushes, once the ledger has it. Called from several threads at once,
/// which wait for it: whatever takes long belongs elsewhere. After a restart the same may be told
/// again.
public interface PushListener {

    /// Does nothing.
    PushListener NONE = new PushListener() {};

    /// A push's files are in the processing bucket.
    default void staged(TenantConfig tenant, Push push) {}

    /// A push is in the tenant's bucket, manifest included.
    default void delivered(TenantConfig tenant, Push push) {}

    /// A delivery failed, `reason` says why, and will be tried again.
    default void waiting(TenantConfig tenant, Push push) {}
}
