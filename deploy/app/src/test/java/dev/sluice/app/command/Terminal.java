package dev.sluice.app.command;

import dev.sluice.app.SluiceCommand;
import dev.sluice.app.shell.Stop;
import dev.sluice.app.shell.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// Where a test types its commands.
///
/// @param directory the working directory
record Terminal(Path directory) {

    /// What a command left behind.
    record Result(int status, String out, String err) {

        List<String> lines() {
            return out.lines().toList();
        }
    }

    Result type(String... arguments) {
        return type(new Stop(), arguments);
    }

    /// @param stop how the test ends a command that does not end by itself
    Result type(Stop stop, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status =
                SluiceCommand.execute(
                        new Surroundings(
                                Map.of(),
                                directory,
                                Clock.systemUTC(),
                                new PrintWriter(out),
                                new PrintWriter(err),
                                stop),
                        arguments);
        return new Result(status, out.toString(), err.toString());
    }
}
