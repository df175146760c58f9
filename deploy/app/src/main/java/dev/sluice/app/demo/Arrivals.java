package dev.sluice.app.demo;

import dev.sluice.app.ledger.Ledger;
import dev.sluice.app.shell.Spans;
import dev.sluice.app.shell.Surroundings;
import dev.sluice.key.PushKey;
import dev.sluice.record.PushState;
import dev.sluice.record.PushedFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Follows the ledger, tells of every push that arrives, and reads it.
final class Arrivals {

    private static final int HEAD = 5;

    private final Ledger ledger;
    private final Path exports;
    private final Surroundings surroundings;
    private final Map<String, Received> byKey = new LinkedHashMap<>();
    private final Map<String, String> reasons = new LinkedHashMap<>();
    private final Set<String> told = new HashSet<>();

    Arrivals(Ledger ledger, Path exports, Surroundings surroundings) {
        this.ledger = ledger;
        this.exports = exports;
        this.surroundings = surroundings;
        for (SampleTenant tenant : SampleTenant.ALL) {
            byKey.put(
                    Integer.toString(tenant.account()),
                    new Received(exports.resolve(tenant.bucket())));
        }
    }

    /// What each tenant has received.
    Stream<Received> all() {
        return byKey.values().stream();
    }

    /// Reads what the ledger says next.
    void read(Duration atMost) {
        for (Ledger.Entry entry : ledger.read(atMost)) {
            Optional.ofNullable(byKey.get(entry.key().tenant()))
                    .ifPresent(received -> take(received, entry));
        }
    }

    private void take(Received received, Ledger.Entry entry) {
        if (entry.isDelivered() && told.add(entry.key().toString())) {
            received.read(entry);
            tell(entry);
        } else if (entry.push().getState() == PushState.WAITING
                && !entry.push()
                        .getReason()
                        .equals(reasons.put(entry.key().toString(), entry.push().getReason()))) {
            surroundings
                    .out()
                    .printf(
                            "%-8s %-11s waits: %s%n",
                            entry.push().getTenantId(),
                            PushKey.text(entry.key().type()),
                            entry.push().getReason());
            surroundings.out().flush();
        }
    }

    private void tell(Ledger.Entry entry) {
        PrintWriter out = surroundings.out();
        out.printf(
                "%-8s %-11s %s  %d %s, %d %s, %d %s, %s%n",
                entry.push().getTenantId(),
                PushKey.text(entry.key().type()),
                entry.cut(),
                entry.push().getFiles().size(),
                entry.push().getFiles().size() == 1 ? "file" : "files",
                entry.rows(),
                entry.rows() == 1 ? "row" : "rows",
                entry.deletions(),
                entry.deletions() == 1 ? "deletion" : "deletions",
                Spans.bytes(entry.bytes()));
        out.flush();
    }

    /// Shows how the files of a tenant's first full push, and of its incremental one, begin.
    void showHeads(SampleTenant tenant) {
        Optional.ofNullable(byKey.get(Integer.toString(tenant.account())))
                .ifPresent(received -> {
                    received.full().ifPresent(push -> showHead(received, push));
                    received.incremental().ifPresent(push -> showHead(received, push));
                });
    }

    private void showHead(Received received, Ledger.Entry push) {
        PrintWriter out = surroundings.out();
        for (PushedFile file : push.push().getFiles()) {
            Path path = received.path(file);
            out.printf("%n%s%n", exports.getFileName().resolve(exports.relativize(path)));
            CsvFile.read(path).lines().stream()
                    .limit(HEAD)
                    .forEach(line -> out.println("  " + line));
        }
        out.flush();
    }
}
