package dev.sluice.publisher.delivery;

import dev.sluice.publisher.ledger.LedgerEntry;
import dev.sluice.publisher.ledger.PushListener;
import dev.sluice.retry.Backoff;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Semaphore;

/// What all deliveries of a publisher share.
///
/// @param store the buckets
/// @param permits how many tenants are delivered to at the same time; fair, so that a large tenant
///   does not keep small ones waiting for more than a push
/// @param backoff the waits between a tenant's attempts
/// @param clock tells when an attempt was made
/// @param listener is told what becomes of pushes
public record Deliveries(
        ObjectStore store, Semaphore permits, Backoff backoff, Clock clock, PushListener listener) {

    /// Enters a push into the ledger and returns when it is there.
    public interface Ledger {

        /// Enters it.
        ///
        /// @throws InterruptedException if the delivery is called off
        void enter(LedgerEntry entry) throws InterruptedException;
    }

    /// Begins to deliver to a tenant.
    ///
    /// @param destination of the tenant
    /// @param pending what is to be delivered already, in order
    /// @param ledger takes every step
    /// @param bugs is told what should not have happened, and ended the delivery
    public TenantDelivery begin(
            Destination destination,
            List<LedgerEntry> pending,
            Ledger ledger,
            Thread.UncaughtExceptionHandler bugs) {
        return new TenantDelivery(this, destination, ledger, pending, bugs);
    }
}
