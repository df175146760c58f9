package dev.sluice.app.ledger;

import dev.sluice.app.shell.ConfigFile;
import dev.sluice.app.shell.Configuration;
import dev.sluice.app.shell.Spans;
import dev.sluice.app.shell.Surroundings;
import dev.sluice.app.shell.TenantArgument;
import dev.sluice.app.shell.TextTable;
import dev.sluice.key.PushKey;
import dev.sluice.record.Push;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `sluice pushes`.
@Command(
        name = "pushes",
        description = "Shows the ledger: every push and how it ended.",
        footer = {"", "Example:", "  sluice pushes acme"})
public final class PushesCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private final ConfigFile file;

    @Parameters(
            arity = "0..1",
            paramLabel = "TENANT",
            description = "Only those of this tenant, by its id in the configuration.")
    private @Nullable String tenant;

    /// The command in its surroundings.
    public PushesCommand(Surroundings surroundings, ConfigFile file) {
        this.surroundings = surroundings;
        this.file = file;
    }

    @Override
    public Integer call() {
        Configuration configuration = file.read(surroundings, Configuration.Use.TOPICS);
        String wanted =
                tenant == null ? null : TenantArgument.find(configuration.tenants(), tenant).key();
        try (Ledger ledger = Ledger.open(configuration.kafka())) {
            List<Ledger.Entry> entries =
                    ledger.entries().stream()
                            .filter(e -> wanted == null || e.key().tenant().equals(wanted))
                            .toList();
            table(entries).print(surroundings.out());
        }
        return 0;
    }

    private static TextTable table(List<Ledger.Entry> entries) {
        TextTable table =
                new TextTable(
                        "CUT",
                        "TENANT",
                        "TYPE",
                        "STATE",
                        "FILES",
                        "ROWS",
                        "DELETIONS",
                        "SIZE",
                        "DELIVERED",
                        "REASON");
        for (Ledger.Entry entry : entries) {
            Push push = entry.push();
            table.row(
                    entry.key().isRequest() ? "latest" : entry.cut().toString(),
                    push.getTenantId(),
                    PushKey.text(push.getType()),
                    push.getState().name().toLowerCase(Locale.ROOT),
                    Integer.toString(push.getFiles().size()),
                    Long.toString(entry.rows()),
                    Long.toString(entry.deletions()),
                    Spans.bytes(entry.bytes()),
                    time(push.getDeliveredAt()),
                    push.getReason());
        }
        return table;
    }

    private static String time(long micros) {
        return micros == 0
                ? "-"
                : Instant.EPOCH
                        .plus(micros, ChronoUnit.MICROS)
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString();
    }
}
