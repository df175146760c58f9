package dev.sluice.app.module;

import dev.sluice.app.metric.ProcessMetrics;
import dev.sluice.app.shell.ConfigFile;
import dev.sluice.app.shell.Configuration;
import dev.sluice.app.shell.Surroundings;
import dev.sluice.app.topic.TopicGate;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `sluice run`, `capture`, `aggregate` and `publish`: modules until Ctrl-C or SIGTERM.
public abstract class ModuleCommands implements Callable<Integer> {

    private final Surroundings surroundings;
    private final ConfigFile file;
    private final Configuration.Use use;
    private final List<Module.Maker> makers;

    private ModuleCommands(
            Surroundings surroundings,
            ConfigFile file,
            Configuration.Use use,
            List<Module.Maker> makers) {
        this.surroundings = surroundings;
        this.file = file;
        this.use = use;
        this.makers = makers;
    }

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = file.read(surroundings, use);
        try (ProcessMetrics metrics = new ProcessMetrics()) {
            List<Module> modules =
                    makers.stream()
                            .map(maker ->
                                    maker.make(
                                            configuration,
                                            surroundings.clock(),
                                            metrics.registry()))
                            .toList();
            Optional<Integer> port = configuration.http().port();
            try (ProcessServer _ =
                    port.isEmpty() ? null : serve(configuration, port.get(), modules, metrics)) {
                if (new TopicGate(configuration.kafka(), surroundings.stop()).pass()) {
                    new Modules(modules).run(surroundings.stop());
                }
            }
        }
        return 0;
    }

    private static ProcessServer serve(
            Configuration configuration, int port, List<Module> modules, ProcessMetrics metrics) {
        return ProcessServer.open(
                new InetSocketAddress(port),
                configuration.http().token(),
                configuration.kafka(),
                modules,
                metrics);
    }

    /// `sluice run`.
    @Command(name = "run", description = "Runs the three modules in one process.")
    public static final class Run extends ModuleCommands {

        /// The command in its surroundings.
        public Run(Surroundings surroundings, ConfigFile file) {
            super(
                    surroundings,
                    file,
                    Configuration.Use.ALL,
                    List.of(Module::capture, Module::aggregator, Module::publisher));
        }
    }

    /// `sluice capture`.
    @Command(name = "capture", description = "Runs capture: the source's log into changes.")
    public static final class Capture extends ModuleCommands {

        /// The command in its surroundings.
        public Capture(Surroundings surroundings, ConfigFile file) {
            super(surroundings, file, Configuration.Use.SOURCE, List.of(Module::capture));
        }
    }

    /// `sluice aggregate`.
    @Command(name = "aggregate", description = "Runs the aggregator: changes into rows and deltas.")
    public static final class Aggregate extends ModuleCommands {

        /// The command in its surroundings.
        public Aggregate(Surroundings surroundings, ConfigFile file) {
            super(surroundings, file, Configuration.Use.MIDDLE, List.of(Module::aggregator));
        }
    }

    /// `sluice publish`.
    @Command(name = "publish", description = "Runs the publisher: deltas and rows into pushes.")
    public static final class Publish extends ModuleCommands {

        /// The command in its surroundings.
        public Publish(Surroundings surroundings, ConfigFile file) {
            super(surroundings, file, Configuration.Use.DELIVERY, List.of(Module::publisher));
        }
    }
}
