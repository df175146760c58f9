package dev.sluice.bench.part;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A program that was started. Used by one thread.
public abstract class Running implements AutoCloseable {

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final String name;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    Running(String name) {
        this.name = name;
    }

    /// The process that it runs in.
    public abstract long pid();

    abstract boolean isAlive();

    /// Why it ended, or where that is written.
    abstract String why();

    abstract void askToStop();

    abstract boolean awaitEnd(Duration atMost) throws InterruptedException;

    abstract void kill();

    final void said(String line) {
        said.add(line);
    }

    /// Its next line.
    ///
    /// @throws IllegalStateException if it ended, or says nothing in time
    public final String awaitLine(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            String line = said.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            if (line != null) {
                return line;
            }
            check();
            if (System.nanoTime() > end) {
                throw new IllegalStateException(
                        "%s said nothing for %d s: %s".formatted(name, atMost.toSeconds(), why()));
            }
        }
    }

    /// @throws IllegalStateException if it ended by itself
    public final void check() {
        if (!isAlive() && said.isEmpty()) {
            throw new IllegalStateException("%s ended: %s".formatted(name, why()));
        }
    }

    /// Asks it to stop, waits for that, and kills it where that takes too long.
    @Override
    public final void close() {
        askToStop();
        try {
            if (!awaitEnd(LONGEST_CLOSE)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }
}
