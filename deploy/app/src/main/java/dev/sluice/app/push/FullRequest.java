package dev.sluice.app.push;

import dev.sluice.app.kafka.TopicWriter;
import dev.sluice.app.ledger.Ledger;
import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.app.shell.Stop;
import dev.sluice.config.KafkaConfig;
import dev.sluice.config.TenantConfig;
import dev.sluice.cut.Cut;
import dev.sluice.key.PushKey;
import dev.sluice.record.Position;
import dev.sluice.record.Push;
import dev.sluice.record.PushState;
import dev.sluice.record.PushType;
import dev.sluice.topic.Partitions;
import dev.sluice.wire.Records;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// A request for a full push at the latest cut: an entry of the ledger that the publisher which
/// holds the tenant's partition answers. Asking twice is asking once.
final class FullRequest {

    private static final Duration SHORT = Duration.ofMillis(200);

    private final KafkaConfig kafka;
    private final TenantConfig tenant;
    private final Cut latest;
    private final Ledger ledger;
    private final PushKey key;

    /// @param latest cut that is marked; the push is of that one, or of a later one
    /// @param ledger read until now
    FullRequest(KafkaConfig kafka, TenantConfig tenant, Cut latest, Ledger ledger) {
        this.kafka = kafka;
        this.tenant = tenant;
        this.latest = latest;
        this.ledger = ledger;
        this.key = new PushKey(tenant.key(), PushType.FULL, Cut.NONE);
    }

    /// The full push of the latest cut, if it is made already.
    Optional<Ledger.Entry> made() {
        return ledger.entries().stream()
                .filter(entry -> entry.key().tenant().equals(tenant.key()))
                .filter(entry -> entry.key().type() == PushType.FULL)
                .filter(entry -> entry.cut().compareTo(latest) >= 0)
                .filter(entry -> entry.push().getState() != PushState.REQUESTED)
                .findFirst();
    }

    /// Whether it is asked for and not answered.
    boolean isOpen() {
        return ledger.entries().stream().anyMatch(entry -> entry.key().equals(key));
    }

    /// Writes it, and returns when the ledger has it.
    void send(Instant now) {
        Push request =
                Push.newBuilder()
                        .setType(PushType.FULL)
                        .setCut(0)
                        .setState(PushState.REQUESTED)
                        .setPosition(new Position(0L, 0L))
                        .setTenantId(tenant.id().value())
                        .setPreviousCut(0)
                        .setPreviousPush(0)
                        .setBase(0)
                        .setFiles(List.of())
                        .setManifestSha256("")
                        .setCompressor("")
                        .setDeltasFrom(0)
                        .setDeltasTo(0)
                        .setAttempts(0)
                        .setReason("")
                        .setRequestedAt(ChronoUnit.MICROS.between(Instant.EPOCH, now))
                        .setStagedAt(0)
                        .setDeliveredAt(0)
                        .setNextAttemptAt(0)
                        .build();
        new TopicWriter(kafka)
                .write(
                        kafka.topics().pushes(),
                        Partitions.ofTenant(tenant.key(), kafka.partitions()),
                        key.toString(),
                        new Records().encode(request));
    }

    /// Waits until the push that answers it is delivered.
    ///
    /// @param progress is told of each step
    /// @return its cut; nothing if the program was asked to stop before
    /// @throws CommandFailedException if it is not in time
    Optional<Cut> await(Duration atMost, Clock clock, Stop stop, PrintWriter progress) {
        Instant end = clock.instant().plus(atMost);
        boolean written = false;
        while (!stop.isRequested()) {
            Optional<Ledger.Entry> made = made();
            written |= isOpen();
            boolean answered = written && !isOpen();
            if (answered && made.isPresent() && made.get().isDelivered()) {
                return Optional.of(made.get().cut());
            }
            if (clock.instant().isAfter(end)) {
                throw new CommandFailedException(late(made, atMost));
            }
            for (Ledger.Entry entry : ledger.read(SHORT)) {
                written |= entry.key().equals(key);
                tell(entry, progress);
            }
        }
        return Optional.empty();
    }

    private String late(Optional<Ledger.Entry> made, Duration atMost) {
        return made.map(entry ->
                        "the full push %s of %s is not delivered within %d s: %s; see: sluice status"
                                .formatted(
                                        entry.cut(),
                                        tenant.id(),
                                        atMost.toSeconds(),
                                        entry.push().getReason()))
                .orElse(
                        "no publisher made the full push of %s within %d s; start one, or look in its log (the request stays in the ledger)"
                                .formatted(tenant.id(), atMost.toSeconds()));
    }

    private void tell(Ledger.Entry entry, PrintWriter progress) {
        if (entry.key().tenant().equals(tenant.key()) && entry.key().type() == PushType.FULL) {
            progress.println(
                    "%s: full %s %s"
                            .formatted(
                                    tenant.id(),
                                    entry.key().isRequest() ? "push" : entry.cut(),
                                    entry.describe()));
            progress.flush();
        }
    }
}
