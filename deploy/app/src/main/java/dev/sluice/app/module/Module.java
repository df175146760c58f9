package dev.sluice.app.module;

import dev.sluice.aggregator.Aggregator;
import dev.sluice.app.shell.Configuration;
import dev.sluice.capture.Capture;
import dev.sluice.health.Health;
import dev.sluice.publisher.Publisher;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.function.Supplier;

/// One of the three modules as the program runs it.
///
/// @param name as in the command
/// @param body runs until closed
/// @param close stops it and waits for that
/// @param health says how it is, from any thread
public record Module(String name, Body body, Runnable close, Supplier<Health> health) {

    /// What a module does.
    @FunctionalInterface
    public interface Body {

        void run() throws InterruptedException;
    }

    /// Makes a module.
    @FunctionalInterface
    public interface Maker {

        /// @param registry takes what the module measures
        Module make(Configuration configuration, Clock clock, MeterRegistry registry);
    }

    /// The module that captures.
    public static Module capture(Configuration configuration, Clock clock, MeterRegistry registry) {
        Capture capture = new Capture(configuration.capture(), clock, registry);
        return new Module("capture", capture::run, capture::close, capture::health);
    }

    /// The module that aggregates.
    public static Module aggregator(
            Configuration configuration, Clock clock, MeterRegistry registry) {
        Aggregator aggregator =
                new Aggregator(
                        configuration.aggregator(), clock, registry, configuration.tenantNames());
        return new Module("aggregate", aggregator::run, aggregator::close, aggregator::health);
    }

    /// The module that publishes.
    public static Module publisher(
            Configuration configuration, Clock clock, MeterRegistry registry) {
        Publisher publisher = new Publisher(configuration.publisher(), clock, registry);
        return new Module("publish", publisher::run, publisher::close, publisher::health);
    }
}
