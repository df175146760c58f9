package dev.sluice.app.tenant;

import dev.sluice.app.shell.ConfigFile;
import dev.sluice.app.shell.Surroundings;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `sluice tenant`.
@Command(name = "tenant", description = "Who receives pushes, and what they set up in AWS for it.")
public final class TenantCommand {

    private TenantCommand() {}

    /// The command with its subcommands, in their surroundings.
    public static CommandLine in(Surroundings surroundings, ConfigFile file) {
        return new CommandLine(new TenantCommand())
                .addSubcommand(new AddCommand(surroundings, file))
                .addSubcommand(new ListCommand(surroundings, file))
                .addSubcommand(new PolicyCommand(surroundings, file));
    }
}
