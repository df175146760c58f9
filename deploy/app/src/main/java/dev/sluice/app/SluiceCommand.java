package dev.sluice.app;

import dev.sluice.app.completion.CompletionCommand;
import dev.sluice.app.cut.CutCommand;
import dev.sluice.app.demo.DemoCommand;
import dev.sluice.app.ledger.PushesCommand;
import dev.sluice.app.ledger.StatusCommand;
import dev.sluice.app.module.ModuleCommands;
import dev.sluice.app.push.PushCommand;
import dev.sluice.app.reread.RereadCommand;
import dev.sluice.app.shell.ConfigFile;
import dev.sluice.app.shell.ErrorMessages;
import dev.sluice.app.shell.Surroundings;
import dev.sluice.app.shell.Version;
import dev.sluice.app.skip.SkipCommand;
import dev.sluice.app.tail.TailCommand;
import dev.sluice.app.tenant.TenantCommand;
import dev.sluice.app.topic.TopicsCommand;
import dev.sluice.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ScopeType;

/// `sluice`. Exit status 0 done, 1 failed, 2 wrong usage or configuration.
@Command(
        name = "sluice",
        version = "sluice " + Version.TEXT,
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        description = "Sends every tenant of a database its own data, as files in its own bucket.",
        footer = {
            "",
            "Exit status: 0 done, 1 failed, 2 wrong usage or configuration.",
            "Logs go to standard error; SLUICE_LOG is text or json."
        })
public final class SluiceCommand {

    private static final Logger LOG = LoggerFactory.getLogger(SluiceCommand.class);

    @Mixin private final ConfigFile file = new ConfigFile();

    private SluiceCommand() {}

    /// Runs a command line.
    ///
    /// @return the exit status
    public static int execute(Surroundings surroundings, String... arguments) {
        return commandLine(surroundings).execute(arguments);
    }

    private static CommandLine commandLine(Surroundings around) {
        SluiceCommand sluice = new SluiceCommand();
        ConfigFile file = sluice.file;
        return new CommandLine(sluice)
                .addSubcommand(new DemoCommand(around))
                .addSubcommand(new ModuleCommands.Run(around, file))
                .addSubcommand(new ModuleCommands.Capture(around, file))
                .addSubcommand(new ModuleCommands.Aggregate(around, file))
                .addSubcommand(new ModuleCommands.Publish(around, file))
                .addSubcommand(new TopicsCommand(around, file))
                .addSubcommand(new CutCommand(around, file))
                .addSubcommand(new PushCommand(around, file))
                .addSubcommand(new PushesCommand(around, file))
                .addSubcommand(new StatusCommand(around, file))
                .addSubcommand(new TailCommand(around, file))
                .addSubcommand(new RereadCommand(around, file))
                .addSubcommand(new SkipCommand(around, file))
                .addSubcommand(TenantCommand.in(around, file))
                .addSubcommand(new CompletionCommand(around))
                .setOut(around.out())
                .setErr(around.err())
                .setExecutionExceptionHandler((failure, _, _) -> {
                    around.err().println("sluice: " + ErrorMessages.of(failure));
                    around.err().flush();
                    if (!ErrorMessages.isExpected(failure)) {
                        LOG.atError().setCause(failure).log("Unforeseen failure");
                    }
                    return failure instanceof ConfigException ? 2 : 1;
                });
    }
}
