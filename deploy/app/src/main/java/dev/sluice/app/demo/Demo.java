package dev.sluice.app.demo;

import dev.sluice.app.cut.CutRequest;
import dev.sluice.app.ledger.Ledger;
import dev.sluice.app.metric.ProcessMetrics;
import dev.sluice.app.module.Module;
import dev.sluice.app.module.Modules;
import dev.sluice.app.module.ProcessServer;
import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.app.shell.Configuration;
import dev.sluice.app.shell.Stop;
import dev.sluice.app.shell.Surroundings;
import dev.sluice.app.topic.TopicsCommand;
import dev.sluice.embedded.ServerKind;
import dev.sluice.embedded.Servers;
import dev.sluice.embedded.SourceServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/// The whole system in this process: servers, sample data, the three modules as in production, live
/// traffic, and cuts on demand besides the scheduled ones.
final class Demo {

    private static final long SEED = 42;
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(90);

    private final Surroundings surroundings;
    private final DemoHome home;
    private final Path exports;
    private final Progress progress;
    private final Clock clock;
    private final Stop stop;
    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

    Demo(Surroundings surroundings, DemoHome home, Path exports) {
        this.surroundings = surroundings;
        this.home = home;
        this.exports = exports;
        this.clock = surroundings.clock();
        this.stop = surroundings.stop();
        this.progress = new Progress(surroundings.out(), clock);
    }

    /// Runs until stopped, or until the goal of `--once` is reached.
    ///
    /// @param once whether to end by itself
    /// @param every how often to cut
    void run(boolean once, Duration every) throws InterruptedException {
        try (ExportsFolder _ = ExportsFolder.open(exports, buckets());
                Servers servers =
                        progress.step(
                                "Starting PostgreSQL, Kafka and S3",
                                () ->
                                        Servers.builder()
                                                .kind(ServerKind.EMBEDDED)
                                                .source()
                                                .broker()
                                                .objectStore(exports)
                                                .start())) {
            if (stop.isRequested()) {
                return;
            }
            progress.step("Filling the database", () -> fill(servers.source()));
            buckets().forEach(servers.objectStore()::createBucket);
            Configuration configuration = configure(servers);
            sayWhere(servers);
            try (ProcessMetrics metrics = new ProcessMetrics()) {
                runModules(servers, configuration, metrics, once, every);
            }
        }
    }

    private static List<String> buckets() {
        return Stream.concat(
                        Stream.of(DemoConfig.PROCESSING),
                        SampleTenant.ALL.stream().map(SampleTenant::bucket))
                .toList();
    }

    private boolean fill(SourceServer source) {
        try (Connection connection = source.connect()) {
            connection.setAutoCommit(false);
            SampleDatabase database = new SampleDatabase(connection, random);
            database.createTables();
            for (SampleTenant tenant : SampleTenant.ALL) {
                database.seed(tenant);
            }
            connection.commit();
            return true;
        } catch (SQLException e) {
            throw new CommandFailedException(
                    "the sample database could not be filled: " + e.getMessage(), e);
        }
    }

    private Configuration configure(Servers servers) throws InterruptedException {
        try {
            Files.writeString(home.config(), DemoConfig.yaml(servers, home.state()));
        } catch (IOException e) {
            throw new UncheckedIOException("%s cannot be written".formatted(home.config()), e);
        }
        Configuration configuration =
                Configuration.read(home.config(), Map.of(), Configuration.Use.ALL);
        TopicsCommand.apply(configuration.kafka(), new PrintWriter(Writer.nullWriter()));
        return configuration;
    }

    private void sayWhere(Servers servers) {
        PrintWriter out = surroundings.out();
        SourceServer source = servers.source();
        out.printf(
                "%n  database  postgresql://%s:%s@%s:%d/%s%n",
                source.user(), source.password(), source.host(), source.port(), source.database());
        out.printf("  broker    %s%n", servers.broker().bootstrapServers());
        out.printf("  exports   %s%n", shown(exports));
        out.printf("  log       %s%n", shown(home.log()));
        out.printf(
                "  commands  ./sluice -c %s status (or pushes, cut --wait, tail changes)%n%n",
                shown(home.config()));
        out.flush();
    }

    private void runModules(
            Servers servers,
            Configuration configuration,
            ProcessMetrics metrics,
            boolean once,
            Duration every)
            throws InterruptedException {
        Stop modulesStop = new Stop();
        stop.onRequest(modulesStop::request);
        Traffic traffic = new Traffic(servers.source(), random, clock);
        List<Module> parts =
                Stream.<Module.Maker>of(Module::capture, Module::aggregator, Module::publisher)
                        .map(maker -> maker.make(configuration, clock, metrics.registry()))
                        .toList();
        CompletableFuture<Void> modules =
                start("modules", () -> new Modules(parts).run(modulesStop));
        CompletableFuture<Void> traffics = CompletableFuture.completedFuture(null);
        try (ProcessServer server = serve(configuration, parts, metrics);
                Ledger ledger = Ledger.open(configuration.kafka())) {
            sayWhere(server);
            Arrivals arrivals = new Arrivals(ledger, exports, surroundings);
            if (!awaitFulls(arrivals, modules)) {
                return;
            }
            round(traffic);
            if (once) {
                cutOnce(configuration, arrivals, modules);
                return;
            }
            traffics = start("traffic", () -> traffic.run(modulesStop));
            surroundings
                    .out()
                    .printf(
                            "Live traffic runs; a cut every %d s. Ctrl-C ends the demo.%n",
                            every.toSeconds());
            cutForEver(configuration, arrivals, modules, every);
        } finally {
            modulesStop.request();
            traffics.join();
            progress.step("Stopping", () -> joined(modules));
        }
    }

    /// For this machine alone.
    private static ProcessServer serve(
            Configuration configuration, List<Module> parts, ProcessMetrics metrics) {
        return ProcessServer.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Optional.empty(),
                configuration.kafka(),
                parts,
                metrics);
    }

    private void sayWhere(ProcessServer server) {
        PrintWriter out = surroundings.out();
        out.printf(
                "  http      http://localhost:%d (/metrics, /health/ready, /health/live)%n%n",
                server.port());
        out.flush();
    }

    private boolean awaitFulls(Arrivals arrivals, CompletableFuture<Void> modules) {
        surroundings.out().println("Waiting for the first full push of every tenant ...");
        surroundings.out().flush();
        return await(
                "a full push of every tenant",
                arrivals,
                modules,
                () -> arrivals.all().allMatch(received -> received.full().isPresent()));
    }

    private void round(Traffic traffic) {
        try {
            traffic.round();
        } catch (SQLException e) {
            throw new CommandFailedException(
                    "the sample database refused the traffic: " + e.getMessage(), e);
        }
    }

    private void cutOnce(
            Configuration configuration, Arrivals arrivals, CompletableFuture<Void> modules) {
        cut(configuration);
        boolean reached =
                await(
                        "an incremental push with an insert, an update and a deletion of every tenant",
                        arrivals,
                        modules,
                        () ->
                                arrivals.all()
                                        .allMatch(received -> received.incremental().isPresent()));
        if (reached) {
            arrivals.showHeads(SampleTenant.ALL.getFirst());
        }
    }

    private void cutForEver(
            Configuration configuration,
            Arrivals arrivals,
            CompletableFuture<Void> modules,
            Duration every) {
        Instant next = clock.instant().plus(every);
        while (!stop.isRequested()) {
            failWith(modules);
            arrivals.read(SHORT);
            if (clock.instant().isAfter(next)) {
                cut(configuration);
                next = clock.instant().plus(every);
            }
        }
    }

    private void cut(Configuration configuration) {
        Optional<?> cut =
                new CutRequest(configuration.source(), configuration.kafka(), clock, stop)
                        .send(LONGEST_WAIT);
        cut.ifPresent(name -> surroundings.out().println("Cut " + name));
        surroundings.out().flush();
    }

    /// @return whether the goal is reached; not so if the demo is to stop before
    private boolean await(
            String goal,
            Arrivals arrivals,
            CompletableFuture<Void> modules,
            java.util.function.BooleanSupplier reached) {
        Instant end = clock.instant().plus(LONGEST_WAIT);
        while (!stop.isRequested()) {
            failWith(modules);
            arrivals.read(SHORT);
            if (reached.getAsBoolean()) {
                return true;
            }
            if (clock.instant().isAfter(end)) {
                throw new CommandFailedException(
                        "%s did not come within %d s; %s says why"
                                .formatted(goal, LONGEST_WAIT.toSeconds(), shown(home.log())));
            }
        }
        return false;
    }

    private static void failWith(CompletableFuture<Void> modules) {
        if (modules.isDone()) {
            joined(modules);
        }
    }

    private static boolean joined(CompletableFuture<Void> future) {
        try {
            future.join();
            return true;
        } catch (CompletionException e) {
            throw new CommandFailedException(
                    String.valueOf(
                            e.getCause() == null ? e.getMessage() : e.getCause().getMessage()),
                    e);
        }
    }

    private static CompletableFuture<Void> start(String name, Module.Body body) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        Thread.ofPlatform()
                .name(name)
                .start(() -> {
                    try {
                        body.run();
                        future.complete(null);
                    } catch (InterruptedException | RuntimeException e) {
                        // Whoever joins is told.
                        future.completeExceptionally(e);
                    }
                });
        return future;
    }

    private String shown(Path path) {
        Path directory = surroundings.directory();
        return path.startsWith(directory) ? "./" + directory.relativize(path) : path.toString();
    }
}
