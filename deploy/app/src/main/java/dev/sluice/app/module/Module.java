package dev.sluice.app.module;

import dev.sluice.aggregator.Aggregator;
import dev.sluice.app.shell.Configuration;
import dev.sluice.capture.Capture;
import dev.sluice.publisher.Publisher;
import java.time.Clock;

/// One of the three modules as the program runs it.
///
/// @param name as in the command
/// @param body runs until closed
/// @param close stops it and waits for that
public record Module(String name, Body body, Runnable close) {

    /// What a module does.
    @FunctionalInterface
    public interface Body {

        void run() throws InterruptedException;
    }

    /// The module that captures.
    public static Module capture(Configuration configuration, Clock clock) {
        Capture capture = new Capture(configuration.capture(), clock);
        return new Module("capture", capture::run, capture::close);
    }

    /// The module that aggregates.
    public static Module aggregator(Configuration configuration, Clock clock) {
        Aggregator aggregator = new Aggregator(configuration.aggregator(), clock);
        return new Module("aggregate", aggregator::run, aggregator::close);
    }

    /// The module that publishes.
    public static Module publisher(Configuration configuration, Clock clock) {
        Publisher publisher = new Publisher(configuration.publisher(), clock);
        return new Module("publish", publisher::run, publisher::close);
    }
}
