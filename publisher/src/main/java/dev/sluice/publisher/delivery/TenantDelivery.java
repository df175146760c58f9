package dev.sluice.publisher.delivery;

import dev.sluice.publisher.delivery.StoreOutcome.Failed;
import dev.sluice.publisher.ledger.FailureReason;
import dev.sluice.publisher.ledger.LedgerEntry;
import dev.sluice.publisher.ledger.PushStates;
import dev.sluice.record.Push;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/// The pushes of one tenant, delivered one after another, each until it is there: a push that fails
/// waits and is tried again, and later ones wait behind it. A push is begun only when the ledger
/// says that the one before it is delivered.
///
/// Runs on a virtual thread of its own until it is closed.
public final class TenantDelivery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TenantDelivery.class);

    private final Deliveries shared;
    private final Destination destination;
    private final Deliveries.Ledger ledger;
    private final LinkedBlockingQueue<LedgerEntry> queue;
    private final Thread thread;

    TenantDelivery(
            Deliveries shared,
            Destination destination,
            Deliveries.Ledger ledger,
            List<LedgerEntry> pending,
            Thread.UncaughtExceptionHandler bugs) {
        this.shared = shared;
        this.destination = destination;
        this.ledger = ledger;
        this.queue = new LinkedBlockingQueue<>(pending);
        this.thread =
                Thread.ofVirtual()
                        .name("delivery-" + destination.tenant().id())
                        .uncaughtExceptionHandler(bugs)
                        .start(this::run);
    }

    /// Adds a push, later than those before it.
    public void add(LedgerEntry entry) {
        queue.add(entry);
    }

    private void run() {
        try {
            while (true) {
                deliver(queue.take());
            }
        } catch (InterruptedException e) {
            // Closed: whoever holds the partition next goes on from the ledger.
            return;
        }
    }

    private void deliver(LedgerEntry entry) throws InterruptedException {
        Delivery delivery = new Delivery(shared.store(), destination, entry);
        LedgerEntry current = entry;
        StoreOutcome outcome = attempt(delivery);
        while (outcome instanceof Failed failed) {
            current = await(current, failed);
            outcome = attempt(delivery);
        }
        Push delivered = PushStates.delivered(current.push(), shared.clock().instant());
        ledger.enter(current.with(delivered));
        log(Level.INFO, current).log("Push delivered");
        shared.listener().delivered(destination.tenant(), delivered);
    }

    private StoreOutcome attempt(Delivery delivery) throws InterruptedException {
        shared.permits().acquire();
        StoreOutcome outcome;
        try {
            outcome = delivery.attempt();
        } finally {
            shared.permits().release();
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return outcome;
    }

    private LedgerEntry await(LedgerEntry entry, Failed failed) throws InterruptedException {
        Instant now = shared.clock().instant();
        Duration wait =
                shared.backoff()
                        .after(entry.push().getAttempts() + 1, RandomGenerator.getDefault());
        LedgerEntry waiting =
                entry.with(PushStates.waiting(entry.push(), failed.reason(), now, wait));
        ledger.enter(waiting);
        log(Level.WARN, waiting)
                .addKeyValue("reason", failed.reason())
                .addKeyValue("attempts", waiting.push().getAttempts())
                .addKeyValue("wait", wait)
                .log("Push waits to be tried again");
        shared.listener().waiting(destination.tenant(), waiting.push(), reason(failed));
        Thread.sleep(wait);
        return waiting;
    }

    private static FailureReason reason(Failed failed) {
        return switch (failed.cause()) {
            case NO_BUCKET -> FailureReason.MISSING_BUCKET;
            case THROTTLED -> FailureReason.THROTTLED;
            case NO_ANSWER -> FailureReason.TIMED_OUT;
            case ROLE,
                    EXPIRED,
                    CLOCK,
                    DENIED,
                    KEY,
                    REGION,
                    NOT_STAGED,
                    FOREIGN,
                    CHECKSUM,
                    REFUSED ->
                    FailureReason.REFUSED;
        };
    }

    private LoggingEventBuilder log(Level level, LedgerEntry entry) {
        return LOG.atLevel(level)
                .addKeyValue("tenant", destination.tenant().id())
                .addKeyValue("type", entry.key().type())
                .addKeyValue("cut", entry.key().cut())
                .addKeyValue("bucket", destination.tenant().bucket());
    }

    /// Calls the delivery off, and does not wait for its end: a copy that is under way may still
    /// arrive, which is the same bytes as whoever goes on will bring.
    @Override
    public void close() {
        thread.interrupt();
    }
}
