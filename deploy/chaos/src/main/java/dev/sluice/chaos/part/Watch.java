package dev.sluice.chaos.part;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A shell that outlives this JVM by a moment and ends what it has begun, even if it was killed:
/// the shell reads from a pipe, which breaks when the JVM ends.
public final class Watch implements AutoCloseable {

    private static final String SCRIPT =
            """
            trap '' HUP INT QUIT TERM
            pids=' '
            mounts=
            while read -r what which; do
              case $what in
                begun) pids="$pids $which " ;;
                over) pids=$(printf %s "$pids" | sed "s/ $which / /") ;;
                mounted) mounts="$mounts $which" ;;
              esac
            done
            for pid in $pids; do kill -KILL "$pid"; done
            for mount in $mounts; do umount -l "$mount"; done
            """;

    private final Process shell;
    private final PrintStream orders;

    /// Begins to watch.
    public Watch() {
        try {
            shell =
                    new ProcessBuilder("/bin/sh", "-c", SCRIPT, "sluice-chaos-watch")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start /bin/sh, which watches the parts", e);
        }
        orders = new PrintStream(shell.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    synchronized void begun(Process process) {
        orders.println("begun " + process.pid());
    }

    synchronized void over(Process process) {
        orders.println("over " + process.pid());
    }

    synchronized void mounted(Path directory) {
        orders.println("mounted " + directory);
    }

    /// Lets the shell end what is left.
    @Override
    public void close() {
        orders.close();
        shell.onExit().join();
    }
}
