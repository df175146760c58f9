package dev.sluice.app.push;

import dev.sluice.app.cut.LatestCut;
import dev.sluice.app.ledger.Ledger;
import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.app.shell.ConfigFile;
import dev.sluice.app.shell.Configuration;
import dev.sluice.app.shell.Surroundings;
import dev.sluice.app.shell.TenantArgument;
import dev.sluice.config.TenantConfig;
import dev.sluice.cut.Cut;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `sluice push`.
@Command(
        name = "push",
        description = {
            "Asks for a full push of a tenant at the latest cut, beside those of the schedule.",
            "The publisher that holds the tenant's partition makes and delivers it. Asking twice is asking once."
        },
        footer = {
            "",
            "Examples:",
            "  sluice push acme --full           asks, and returns at once",
            "  sluice push acme --full --wait    prints the push's cut when it is delivered",
            "",
            "Exit status: 0 asked for, delivered with --wait, or there already; 1 failed, not in time;",
            "2 wrong usage or configuration."
        })
public final class PushCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private final ConfigFile file;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "TENANT", description = "The tenant's id in the configuration.")
    private String tenant = "";

    @Option(
            names = "--full",
            description = "A full push. Incremental ones come with cuts: sluice cut asks for one.")
    private boolean full;

    @Option(names = "--wait", description = "Wait until it is delivered.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "How long --wait waits (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds = 3600;

    /// The command in its surroundings.
    public PushCommand(Surroundings surroundings, ConfigFile file) {
        this.surroundings = surroundings;
        this.file = file;
    }

    @Override
    public Integer call() {
        if (!full) {
            throw new ParameterException(
                    spec.commandLine(),
                    "say --full; incremental pushes come with cuts, which sluice cut asks for");
        }
        Configuration configuration = file.read(surroundings, Configuration.Use.TOPICS);
        TenantConfig config = TenantArgument.find(configuration.tenants(), tenant);
        Cut latest = LatestCut.read(configuration.kafka());
        if (!latest.exists()) {
            throw new CommandFailedException(
                    "there is no cut yet that a push could show; the end of the first snapshot is one, and brings a full push to every tenant");
        }
        try (Ledger ledger = Ledger.open(configuration.kafka())) {
            FullRequest request = new FullRequest(configuration.kafka(), config, latest, ledger);
            Optional<Ledger.Entry> made = request.made();
            if (made.isPresent() && made.get().isDelivered()) {
                tell("there already  full push %s of %s".formatted(made.get().cut(), tenant));
                return 0;
            }
            boolean again = request.isOpen();
            request.send(surroundings.clock().instant());
            if (!wait) {
                tell(
                        (again ? "asked for again  " : "asked for  ")
                                + "full push of %s at the latest cut, %s or later"
                                        .formatted(tenant, latest));
                return 0;
            }
            Optional<Cut> delivered =
                    request.await(
                            Duration.ofSeconds(timeoutSeconds),
                            surroundings.clock(),
                            surroundings.stop(),
                            surroundings.err());
            delivered.ifPresent(cut -> tell(cut.toString()));
            return delivered.isPresent() ? 0 : 1;
        }
    }

    private void tell(String line) {
        surroundings.out().println(line);
        surroundings.out().flush();
    }
}
