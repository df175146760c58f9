package dev.sluice.bench.part;

import dev.sluice.app.SluiceCommand;
import dev.sluice.app.shell.Stop;
import dev.sluice.app.shell.Surroundings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The `sluice` command, as the program runs it.
public final class SluicePart implements Part {

    /// Made by its name.
    public SluicePart() {}

    @Override
    public void run(List<String> arguments, Stop stop, Consumer<String> say) {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int status =
                SluiceCommand.execute(
                        new Surroundings(
                                Map.of(),
                                Path.of("").toAbsolutePath(),
                                Clock.systemUTC(),
                                err,
                                err,
                                stop),
                        arguments.toArray(String[]::new));
        if (status != 0) {
            throw new IllegalStateException(
                    "sluice %s ended with status %d"
                            .formatted(String.join(" ", arguments), status));
        }
    }
}
