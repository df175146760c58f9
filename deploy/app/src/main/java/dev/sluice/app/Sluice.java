package dev.sluice.app;

import dev.sluice.app.log.LogFormat;
import dev.sluice.app.log.Logs;
import dev.sluice.app.shell.Stop;
import dev.sluice.app.shell.Surroundings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The program. Nothing but this reads the environment or the clock, or exits.
public final class Sluice {

    /// How long it may take to end after a signal. What Kubernetes gives by default is 30 s.
    public static final Duration LONGEST_STOP = Duration.ofSeconds(28);

    private Sluice() {}

    /// Runs one command and exits with its status.
    public static void main(String[] arguments) {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        Stop stop = new Stop();
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().unstarted(() -> stopInOrder(stop, status)));
        int result = 1;
        try {
            Logs.toStandardError(
                    LogFormat.of(
                            System.getenv().getOrDefault("SLUICE_LOG", ""),
                            System.console() != null && System.console().isTerminal()));
            result =
                    SluiceCommand.execute(
                            new Surroundings(
                                    System.getenv(),
                                    Path.of("").toAbsolutePath(),
                                    Clock.systemUTC(),
                                    new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                                    err,
                                    stop),
                            arguments);
        } catch (IllegalArgumentException e) {
            err.println("sluice: " + e.getMessage());
            result = 2;
        } finally {
            status.complete(result);
        }
        System.exit(result);
    }

    /// On a signal: lets the command end by itself. The JVM then exits with the signal's status
    /// (143 after SIGTERM, 130 after SIGINT), since the only way to another one would leave behind
    /// what libraries have put into the temporary folder.
    private static void stopInOrder(Stop stop, CompletableFuture<Integer> status) {
        if (status.isDone()) {
            return;
        }
        stop.request();
        try {
            int ended = status.get(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
            if (ended != 0) {
                System.err.println("sluice: the command ended with status " + ended);
            }
        } catch (InterruptedException
                | java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException e) {
            System.err.println(
                    "sluice: the command did not end within %d s and is broken off; nothing is lost, the next start goes on from what is committed"
                            .formatted(LONGEST_STOP.toSeconds()));
        }
    }
}
