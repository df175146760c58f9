package dev.sluice.app.cut;

import dev.sluice.app.ledger.Ledger;
import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.app.shell.Stop;
import dev.sluice.config.TenantConfig;
import dev.sluice.config.TenantsConfig;
import dev.sluice.cut.Cut;
import dev.sluice.key.PushKey;
import dev.sluice.record.PushState;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Waits until every tenant's pushes of a cut are delivered.
final class Deliveries {

    private static final Duration SHORT = Duration.ofMillis(200);

    private final Ledger ledger;
    private final TenantsConfig tenants;
    private final Cut cut;
    private final PrintWriter progress;

    /// @param progress is told of each step
    Deliveries(Ledger ledger, TenantsConfig tenants, Cut cut, PrintWriter progress) {
        this.ledger = ledger;
        this.tenants = tenants;
        this.cut = cut;
        this.progress = progress;
    }

    /// @return whether all are delivered; not so if the program was asked to stop before
    /// @throws CommandFailedException if they are not in time, naming those that are not
    boolean await(Duration atMost, Clock clock, Stop stop) {
        Instant end = clock.instant().plus(atMost);
        ledger.entries().stream().filter(e -> e.cut().equals(cut)).forEach(this::tell);
        while (!stop.isRequested()) {
            List<String> missing = missing();
            if (missing.isEmpty()) {
                return true;
            }
            if (clock.instant().isAfter(end)) {
                throw new CommandFailedException(
                        "cut %s is not delivered to %s within %d s; see: sluice status"
                                .formatted(cut, String.join(", ", missing), atMost.toSeconds()));
            }
            ledger.read(SHORT).stream().filter(e -> e.cut().equals(cut)).forEach(this::tell);
        }
        return false;
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (TenantConfig tenant : tenants.all()) {
            List<Ledger.Entry> pushes =
                    ledger.entries().stream()
                            .filter(e -> e.cut().equals(cut))
                            .filter(e -> e.key().tenant().equals(tenant.key()))
                            .collect(Collectors.toList());
            if (pushes.isEmpty() || !pushes.stream().allMatch(Ledger.Entry::isDelivered)) {
                missing.add(tenant.id().value());
            }
        }
        return missing;
    }

    private void tell(Ledger.Entry entry) {
        if (entry.isDelivered()) {
            progress.printf(
                    "%s: %s delivered%n",
                    entry.push().getTenantId(), PushKey.text(entry.key().type()));
        } else if (entry.push().getState() == PushState.WAITING) {
            progress.printf(
                    "%s: %s waits: %s%n",
                    entry.push().getTenantId(),
                    PushKey.text(entry.key().type()),
                    entry.push().getReason());
        }
        progress.flush();
    }
}
