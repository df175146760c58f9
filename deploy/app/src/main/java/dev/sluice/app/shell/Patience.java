package dev.sluice.app.shell;

import java.time.Duration;
import picocli.CommandLine.Option;

/// The options of a command that asks capture for something: how long it waits for what.
public final class Patience {

    @Option(names = "--wait", description = "Return when it is done, not when it is taken.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long --wait waits (default: ${DEFAULT-VALUE}).")
    private long timeoutSeconds;

    @Option(
            names = "--answer-within",
            paramLabel = "SECONDS",
            description = "How long capture has to take it (default: ${DEFAULT-VALUE}).")
    private long answerSeconds = 60;

    /// @param timeout how long `--wait` waits where nothing is said
    public Patience(Duration timeout) {
        this.timeoutSeconds = timeout.toSeconds();
    }

    /// Whether to wait until it is done.
    public boolean waits() {
        return wait;
    }

    /// How long to wait until it is done.
    public Duration timeout() {
        return Duration.ofSeconds(timeoutSeconds);
    }

    /// How long to wait until it is taken.
    public Duration answerWithin() {
        return Duration.ofSeconds(answerSeconds);
    }
}
