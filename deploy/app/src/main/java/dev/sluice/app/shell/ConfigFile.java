package dev.sluice.app.shell;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// The option `-c FILE`, given before or after the command's name.
public final class ConfigFile {

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            defaultValue = "sluice.yaml",
            scope = ScopeType.INHERIT,
            description = "The configuration file (default: ${DEFAULT-VALUE}).")
    private Path file = Path.of("sluice.yaml");

    /// Reads it.
    ///
    /// @param use what the command does with it
    /// @throws dev.sluice.config.ConfigException if there is any mistake in it
    public Configuration read(Surroundings surroundings, Configuration.Use use) {
        Path absolute = surroundings.directory().resolve(file);
        return Configuration.read(absolute, surroundings.environment(), use);
    }
}
