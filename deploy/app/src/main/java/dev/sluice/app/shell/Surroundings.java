package dev.sluice.app.shell;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/// What a command has around it. Commands know the environment, the clock and the terminal by this
/// alone.
///
/// @param environment the variables
/// @param directory the working directory
/// @param clock tells the time
/// @param out for results
/// @param err for messages
/// @param stop the wish that the command end
public record Surroundings(
        Map<String, String> environment,
        Path directory,
        Clock clock,
        PrintWriter out,
        PrintWriter err,
        Stop stop) {

    public Surroundings {
        environment = Map.copyOf(environment);
    }
}
