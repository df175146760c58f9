package dev.sluice.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;

/// What is to be done with a server when this JVM ends without having closed it, be it killed.
///
/// A shell waits on a pipe from this JVM. The pipe breaks when the JVM ends, however it ends; the
/// shell then stops the PostgreSQL that runs in the directory, if one does, and deletes the
/// directory if it is temporary. So no shutdown hook is needed, and none can stop a server under a
/// program that is still closing in order.
final class LastWill {

    private static final String SCRIPT =
            """
            trap '' HUP INT QUIT TERM
            while read -r _; do :; done
            if [ -f "$1/data/postmaster.pid" ]; then
              read -r pid < "$1/data/postmaster.pid"
              kill -INT "$pid"
              tries=0
              while kill -0 "$pid" && [ $tries -lt 50 ]; do tries=$((tries + 1)); sleep 0.1; done
              kill -QUIT "$pid"
              tries=0
              while kill -0 "$pid" && [ $tries -lt 50 ]; do tries=$((tries + 1)); sleep 0.1; done
            fi
            if [ "$2" = true ]; then rm -rf "$1"; fi
            """;

    private final Process shell;

    private LastWill(Process shell) {
        this.shell = shell;
    }

    static LastWill of(Path directory, boolean delete) {
        try {
            return new LastWill(
                    new ProcessBuilder(
                                    "/bin/sh",
                                    "-c",
                                    SCRIPT,
                                    "sluice-last-will",
                                    directory.toString(),
                                    Boolean.toString(delete))
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot start /bin/sh, which watches over " + directory, e);
        }
    }

    /// Called when the server was closed in order.
    void revoke() {
        shell.destroyForcibly();
        shell.onExit().join();
    }
}
