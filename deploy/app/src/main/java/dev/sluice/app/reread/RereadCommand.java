package dev.sluice.app.reread;

import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.app.shell.ConfigFile;
import dev.sluice.app.shell.Configuration;
import dev.sluice.app.shell.Patience;
import dev.sluice.app.shell.Surroundings;
import dev.sluice.capture.source.RereadRequest;
import dev.sluice.table.TableName;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sluice reread`.
@Command(
        name = "reread",
        description = {
            "Has a table read again beside the stream: rows that differ become deltas,",
            "and, without --where, rows that are gone become deletions."
        },
        footer = {
            "",
            "Examples:",
            "  sluice reread services --wait",
            "  sluice reread billing.invoices --where \"issued >= '2026-01-01'\""
        })
public final class RereadCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private final ConfigFile file;

    @Parameters(index = "0", paramLabel = "TABLE", description = "services, or billing.invoices.")
    private String table = "";

    @Option(
            names = "--where",
            paramLabel = "SQL",
            description = "Read only rows for which this expression of the source is true.")
    private @Nullable String where;

    @Mixin private final Patience patience = new Patience(Duration.ofDays(1));

    /// The command in its surroundings.
    public RereadCommand(Surroundings surroundings, ConfigFile file) {
        this.surroundings = surroundings;
        this.file = file;
    }

    @Override
    public Integer call() {
        Configuration configuration = file.read(surroundings, Configuration.Use.CUT);
        try (Reread reread =
                Reread.request(configuration.source(), configuration.kafka(), request())) {
            boolean done =
                    reread.awaitTaken(
                            patience.answerWithin(), surroundings.clock(), surroundings.stop());
            if (done && patience.waits()) {
                say("is being read");
                done =
                        reread.awaitEnd(
                                patience.timeout(), surroundings.clock(), surroundings.stop());
            }
            if (done) {
                say(patience.waits() ? "is read" : "is being read");
            }
            return done ? 0 : 1;
        }
    }

    private RereadRequest request() {
        try {
            return new RereadRequest(UUID.randomUUID().toString(), TableName.parse(table), where);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private void say(String what) {
        surroundings.out().println(table + " " + what);
        surroundings.out().flush();
    }
}
