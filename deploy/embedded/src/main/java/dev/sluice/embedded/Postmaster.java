package dev.sluice.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// The main process of a PostgreSQL.
record Postmaster(ProcessHandle process) {

    private static final long STOP_SECONDS = 10;

    /// The one that runs on this data.
    static Optional<Postmaster> in(Path data) {
        try {
            String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
            return ProcessHandle.of(Long.parseLong(pid.strip())).map(Postmaster::new);
        } catch (IOException alreadyGone) {
            return Optional.empty();
        }
    }

    /// An immediate shutdown (`SIGQUIT`), which ends the processes of all connections too.
    void endIfAlive() {
        if (!process.isAlive()) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid())).start().waitFor();
            process.onExit().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
        } catch (IOException | CompletionException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
