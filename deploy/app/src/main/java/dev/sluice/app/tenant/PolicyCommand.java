package dev.sluice.app.tenant;

import dev.sluice.app.shell.ConfigFile;
import dev.sluice.app.shell.Configuration;
import dev.sluice.app.shell.Surroundings;
import dev.sluice.config.TenantConfig;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sluice tenant policy`.
@Command(
        name = "policy",
        description = {
            "Prints what the customer sets up in AWS: the role's policy and its trust policy.",
            "The external id is among it: send it to the customer and nobody else."
        },
        footer = {
            "",
            "Examples:",
            "  sluice tenant policy acme",
            "  sluice tenant policy acme --format json | jq .trust_policy",
            "  sluice tenant policy acme --format cloudformation > sluice-acme.yaml"
        })
final class PolicyCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private final ConfigFile file;

    @Parameters(paramLabel = "ID", description = "The tenant, by its id in the configuration.")
    private String id = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private PolicyFormat format = PolicyFormat.TEXT;

    PolicyCommand(Surroundings surroundings, ConfigFile file) {
        this.surroundings = surroundings;
        this.file = file;
    }

    @Override
    public Integer call() {
        Configuration configuration = file.read(surroundings, Configuration.Use.DELIVERY);
        TenantConfig tenant = Tenants.named(id, configuration.tenants());
        surroundings
                .out()
                .print(
                        format.write(
                                tenant.id().value(), Access.of(tenant, configuration.publisher())));
        surroundings.out().flush();
        return 0;
    }
}
