package dev.sluice.bench.part;

import dev.sluice.app.shell.Stop;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// A program that is measured, or a server that it needs. Made by its name, so it has a public
/// constructor without parameters.
@FunctionalInterface
public interface Part {

    /// Runs until it is done or is to stop.
    ///
    /// @param arguments what it is told
    /// @param stop the wish that it end
    /// @param say tells whoever measures a line
    void run(List<String> arguments, Stop stop, Consumer<String> say)
            throws IOException, InterruptedException;
}
