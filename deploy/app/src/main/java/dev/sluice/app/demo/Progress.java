package dev.sluice.app.demo;

import dev.sluice.app.shell.Spans;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Tells of steps that take a while: when they begin, that they go on, how long they took.
final class Progress {

    private static final long AGAIN_SECONDS = 10;

    private final PrintWriter out;
    private final Clock clock;

    Progress(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    <T> T step(String what, Supplier<T> step) {
        Instant begin = clock.instant();
        out.println(what + " ...");
        out.flush();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread reminder = Thread.ofVirtual().start(() -> remind(what, begin, done));
        try {
            return step.get();
        } finally {
            done.complete(null);
            reminder.interrupt();
            out.printf("%s: %s%n", what, Spans.text(Duration.between(begin, clock.instant())));
            out.flush();
        }
    }

    private void remind(String what, Instant begin, CompletableFuture<Void> done) {
        try {
            while (!done.isDone()) {
                TimeUnit.SECONDS.sleep(AGAIN_SECONDS);
                out.printf(
                        "%s ... %s%n", what, Spans.text(Duration.between(begin, clock.instant())));
                out.flush();
            }
        } catch (InterruptedException e) {
            // The step is done.
            Thread.currentThread().interrupt();
        }
    }
}
