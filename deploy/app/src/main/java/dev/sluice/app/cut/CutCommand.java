package dev.sluice.app.cut;

import dev.sluice.app.ledger.Ledger;
import dev.sluice.app.shell.ConfigFile;
import dev.sluice.app.shell.Configuration;
import dev.sluice.app.shell.Surroundings;
import dev.sluice.cut.Cut;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `sluice cut`.
@Command(name = "cut", description = "Asks for a cut now and prints its name.")
public final class CutCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private final ConfigFile file;

    @Option(names = "--wait", description = "Wait until every tenant's push of it is delivered.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "How long --wait waits (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds = 3600;

    @Option(
            names = "--answer-within",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "How long capture has to take the cut (default: ${DEFAULT-VALUE}).")
    private int answerSeconds = 60;

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
                        .send(Duration.ofSeconds(answerSeconds));
        if (cut.isEmpty()) {
            return 1;
        }
        surroundings.out().println(cut.get());
        surroundings.out().flush();
        if (!wait) {
            return 0;
        }
        try (Ledger ledger = Ledger.open(configuration.kafka())) {
            boolean delivered =
                    new Deliveries(ledger, configuration.tenants(), cut.get(), surroundings.err())
                            .await(
                                    Duration.ofSeconds(timeoutSeconds),
                                    surroundings.clock(),
                                    surroundings.stop());
            return delivered ? 0 : 1;
        }
    }
}
