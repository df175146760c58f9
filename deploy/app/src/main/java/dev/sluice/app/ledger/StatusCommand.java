package dev.sluice.app.ledger;

import dev.sluice.app.shell.ConfigFile;
import dev.sluice.app.shell.Configuration;
import dev.sluice.app.shell.Spans;
import dev.sluice.app.shell.Surroundings;
import dev.sluice.app.shell.TextTable;
import dev.sluice.config.TenantConfig;
import dev.sluice.key.PushKey;
import dev.sluice.record.PushType;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `sluice status`.
@Command(
        name = "status",
        description = "Shows for each tenant how far its deliveries are behind, and why.")
public final class StatusCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private final ConfigFile file;

    /// The command in its surroundings.
    public StatusCommand(Surroundings surroundings, ConfigFile file) {
        this.surroundings = surroundings;
        this.file = file;
    }

    @Override
    public Integer call() {
        Configuration configuration = file.read(surroundings, Configuration.Use.TOPICS);
        TextTable table =
                new TextTable("TENANT", "LAG", "LAST FULL", "LAST INCREMENTAL", "WAITING FOR");
        Instant now = surroundings.clock().instant();
        try (Ledger ledger = Ledger.open(configuration.kafka())) {
            for (TenantConfig tenant : configuration.tenants().all()) {
                List<Ledger.Entry> entries =
                        ledger.entries().stream()
                                .filter(entry -> entry.key().tenant().equals(tenant.key()))
                                .toList();
                table.row(
                        tenant.id().value(),
                        lag(entries, now),
                        last(entries, PushType.FULL),
                        last(entries, PushType.INCREMENTAL),
                        waiting(entries));
            }
        }
        table.print(surroundings.out());
        return 0;
    }

    /// Now minus the cut last delivered.
    private static String lag(List<Ledger.Entry> entries, Instant now) {
        return entries.stream()
                .filter(Ledger.Entry::isDelivered)
                .map(Ledger.Entry::cut)
                .max(Comparator.naturalOrder())
                .map(cut -> Spans.text(Duration.between(cut.instant(), now)))
                .orElse("nothing delivered yet");
    }

    private static String last(List<Ledger.Entry> entries, PushType type) {
        return entries.stream()
                .filter(entry -> entry.isDelivered() && entry.key().type() == type)
                .map(Ledger.Entry::cut)
                .max(Comparator.naturalOrder())
                .map(cut -> cut.toString())
                .orElse("-");
    }

    /// The oldest push that is not delivered: those after it queue behind it.
    private static String waiting(List<Ledger.Entry> entries) {
        Optional<Ledger.Entry> oldest =
                entries.stream().filter(entry -> !entry.isDelivered()).findFirst();
        return oldest.map(StatusCommand::describe).orElse("-");
    }

    private static String describe(Ledger.Entry entry) {
        String type = PushKey.text(entry.key().type());
        return entry.key().isRequest()
                ? type + " push asked for, to be made at the latest cut"
                : type + " " + entry.cut() + ": " + entry.describe();
    }
}
