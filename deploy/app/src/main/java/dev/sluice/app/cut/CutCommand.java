package dev.sluice.app.cut;

import dev.sluice.app.ledger.Ledger;
import dev.sluice.app.shell.ConfigFile;
import dev.sluice.app.shell.Configuration;
import dev.sluice.app.shell.Patience;
import dev.sluice.app.shell.Surroundings;
import dev.sluice.cut.Cut;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `sluice cut`.
@Command(
        name = "cut",
        description = {
            "Asks for a cut now and prints its name.",
            "It is done when every tenant's push of it is delivered."
        },
        footer = {
            "",
            "Examples:",
            "  sluice cut                        prints its name, 2026-11-23T14:05:31Z",
            "  sluice cut --wait --timeout 600   every tenant has it in 600 s"
        })
public final class CutCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private final ConfigFile file;

    @Mixin private final Patience patience = new Patience(Duration.ofHours(1));

    /// The command in its surroundings.
    public CutCommand(Surroundings surroundings, ConfigFile file) {
        this.surroundings = surroundings;
        this.file = file;
    }

    @Override
    public Integer call() {
        Configuration configuration = file.read(surroundings, Configuration.Use.CUT);
        Optional<Cut> cut =
                new CutRequest(
                                configuration.source(),
                                configuration.kafka(),
                                surroundings.clock(),
                                surroundings.stop())
                        .send(patience.answerWithin());
        if (cut.isEmpty()) {
            return 1;
        }
        surroundings.out().println(cut.get());
        surroundings.out().flush();
        if (!patience.waits()) {
            return 0;
        }
        try (Ledger ledger = Ledger.open(configuration.kafka())) {
            boolean delivered =
                    new Deliveries(ledger, configuration.tenants(), cut.get(), surroundings.err())
                            .await(patience.timeout(), surroundings.clock(), surroundings.stop());
            return delivered ? 0 : 1;
        }
    }
}
