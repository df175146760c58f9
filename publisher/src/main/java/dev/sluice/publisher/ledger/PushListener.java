package dev.sluice.publisher.ledger;

import dev.sluice.config.TenantConfig;
import dev.sluice.record.Push;
import java.time.Duration;

/// Is told what becomes of pushes, once the ledger has it. Called from several threads at once,
/// which wait for it: whatever takes long belongs elsewhere. After a restart the same may be told
/// again.
public interface PushListener {

    /// Does nothing.
    PushListener NONE = new PushListener() {};

    /// This publisher now makes and delivers the pushes of a tenant.
    default void taken(TenantConfig tenant, TenantStanding standing) {}

    /// It no longer does.
    default void released(TenantConfig tenant) {}

    /// A push's files are in the processing bucket.
    default void staged(TenantConfig tenant, Push push) {}

    /// A push is in the tenant's bucket, manifest included.
    default void delivered(TenantConfig tenant, Push push) {}

    /// A delivery failed, the push's `reason` says why in words, and will be tried again.
    default void waiting(TenantConfig tenant, Push push, FailureReason reason) {}

    /// An upload to the processing bucket failed, and will be tried again.
    default void stagingFailed() {}

    /// The full files of a partition were rebuilt.
    default void rebuilt(Duration took) {}
}
