package dev.sluice.app.ledger;

import dev.sluice.app.shell.ConfigFile;
import dev.sluice.app.shell.Configuration;
import dev.sluice.app.shell.Spans;
import dev.sluice.app.shell.Surroundings;
import dev.sluice.app.shell.TenantArgument;
import dev.sluice.app.shell.TextTable;
import dev.sluice.cut.Cut;
import dev.sluice.key.PushKey;
import dev.sluice.record.Push;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `sluice pushes`.
@Command(
        name = "pushes",
        description = "Shows the ledger: every push and how it ended.",
        footer = {
            "",
            "Examples:",
            "  sluice pushes acme",
            "  sluice pushes acme --from 2026-11-16T00:00:00Z --to 2026-11-23T00:00:00Z",
            "  sluice pushes --json               one object a line, for scripts"
        })
public final class PushesCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private final ConfigFile file;

    @Parameters(
            arity = "0..1",
            paramLabel = "TENANT",
            description = "Only those of this tenant, by its id in the configuration.")
    private @Nullable String tenant;

    @Option(
            names = "--from",
            paramLabel = "CUT",
            converter = CutConverter.class,
            description = "Only those of this cut and later ones, such as 2026-11-23T22:00:00Z.")
    private @Nullable Cut from;

    @Option(
            names = "--to",
            paramLabel = "CUT",
            converter = CutConverter.class,
            description = "Only those of this cut and earlier ones.")
    private @Nullable Cut to;

    @Option(
            names = "--json",
            description = "One JSON object for each push, a line each, with its files.")
    private boolean json;

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
                            .filter(this::isInRange)
                            .toList();
            if (json) {
                PushJson lines = new PushJson();
                entries.forEach(entry -> surroundings.out().println(lines.line(entry)));
                surroundings.out().flush();
            } else {
                table(entries).print(surroundings.out());
            }
        }
        return 0;
    }

    /// One that is asked for at the latest cut is in every range without an end.
    private boolean isInRange(Ledger.Entry entry) {
        if (entry.key().isRequest()) {
            return to == null;
        }
        return (from == null || entry.cut().compareTo(from) >= 0)
                && (to == null || entry.cut().compareTo(to) <= 0);
    }

    /// A cut as it is typed.
    private static final class CutConverter implements ITypeConverter<Cut> {

        @Override
        public Cut convert(String text) {
            try {
                return Cut.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
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
