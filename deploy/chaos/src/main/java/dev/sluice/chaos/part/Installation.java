package dev.sluice.chaos.part;

import dev.sluice.app.Sluice;
import dev.sluice.app.shell.Configuration;
import dev.sluice.app.topic.BrokerAwayException;
import dev.sluice.app.topic.BrokerTopics;
import dev.sluice.chaos.fault.ConnectionProxy;
import dev.sluice.embedded.FreePort;
import dev.sluice.embedded.fault.FaultyHttpProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Everything that runs: the three servers, proxies before them, and two of each module, all in one
/// folder.
///
/// | folder | holds |
/// |---|---|
/// | `source`, `broker`, `buckets` | the servers' data |
/// | `PART` | the state of a module's instance |
/// | `PART.yaml`, `PART.log`, `PART.tmp` | its configuration, its output, its temporary files |
public final class Installation implements AutoCloseable {

    /// The tenants' keys are 1 to this.
    public static final int TENANTS = 3;

    private static final Duration DELAY = Duration.ofMillis(500);
    private static final Duration BROKER_LIMIT = Duration.ofSeconds(90);

    private final Path directory;
    private final Watch watch = new Watch();
    private final DatabasePart database;
    private final ConnectionProxy toDatabase;
    private final ConnectionProxy toBroker;
    private final FaultyHttpProxy toStore;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final List<Scratch> disks = new ArrayList<>();
    private final Configuration configuration;

    /// Starts the servers and makes topics and buckets; the modules do not run yet.
    public Installation(Path directory, RandomGenerator random)
            throws IOException, InterruptedException {
        this.directory = Files.createDirectories(directory);
        database = new DatabasePart(directory.resolve("source"), random);
        toDatabase = new ConnectionProxy(database.source().port());
        int brokerPort = FreePort.find();
        toBroker = new ConnectionProxy(brokerPort);
        int storePort = FreePort.find();
        toStore =
                FaultyHttpProxy.before(
                        URI.create("http://" + FreePort.HOST + ":" + storePort),
                        FreePort.find(),
                        DELAY);
        Path broker = directory.resolve("broker");
        Path buckets = Files.createDirectories(directory.resolve("buckets"));
        add(database);
        add(java("broker", "512m", ServerMain.broker(broker, brokerPort, toBroker.port())));
        add(java("store", "256m", ServerMain.store(buckets, storePort)));
        Files.createDirectories(buckets.resolve("processing"));
        for (int tenant = 1; tenant <= TENANTS; tenant++) {
            Files.createDirectories(bucket(tenant));
        }
        part("broker").start();
        part("store").start();
        addModules();
        configuration = Configuration.read(yaml("capture-1"), Map.of(), Configuration.Use.ALL);
        createTopics();
    }

    private void addModules() throws IOException {
        for (String command : List.of("capture", "aggregate", "publish")) {
            for (int i = 1; i <= 2; i++) {
                String name = ModuleConfig.PARTS.get(command) + "-" + i;
                Path state = directory.resolve(name);
                if (i == 1 && !command.equals("capture")) {
                    Scratch.mount(name, state, watch).ifPresent(disks::add);
                }
                Files.writeString(
                        yaml(name),
                        ModuleConfig.yaml(
                                database.source(),
                                toDatabase.port(),
                                toBroker.port(),
                                toStore.endpoint(),
                                state));
                add(
                        java(
                                name,
                                "256m",
                                List.of(
                                        Sluice.class.getName(),
                                        "-c",
                                        yaml(name).toString(),
                                        command)));
            }
        }
    }

    private void createTopics() throws InterruptedException {
        long end = System.nanoTime() + BROKER_LIMIT.toNanos();
        while (true) {
            try (BrokerTopics topics = new BrokerTopics(configuration.kafka())) {
                topics.create(configuration.kafka().specs());
                return;
            } catch (BrokerAwayException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    private JavaPart java(String name, String heap, List<String> arguments) {
        return new JavaPart(name, heap, arguments, log(name), watch);
    }

    private void add(Part part) {
        parts.put(part.name(), part);
    }

    private Path yaml(String part) {
        return directory.resolve(part + ".yaml");
    }

    /// A part's output.
    public Path log(String part) {
        return directory.resolve(part + ".log");
    }

    /// Where a tenant's pushes arrive.
    public Path bucket(int tenant) {
        return directory.resolve("buckets").resolve("tenant-" + tenant);
    }

    /// The folder of the broker's partitions.
    public Path brokerLogs() {
        return directory.resolve("broker").resolve("data");
    }

    /// Everything that the modules are told.
    public Configuration configuration() {
        return configuration;
    }

    /// All parts, servers first.
    public List<Part> parts() {
        return List.copyOf(parts.values());
    }

    /// The part of this name.
    public Part part(String name) {
        return Optional.ofNullable(parts.get(name))
                .orElseThrow(() -> new IllegalArgumentException("there is no part " + name));
    }

    /// The source.
    public DatabasePart database() {
        return database;
    }

    /// The proxy before a server that speaks TCP.
    public ConnectionProxy proxy(String server) {
        return switch (server) {
            case "broker" -> toBroker;
            case "database" -> toDatabase;
            default -> throw new IllegalArgumentException("no connection proxy before " + server);
        };
    }

    /// The proxy before S3.
    public FaultyHttpProxy store() {
        return toStore;
    }

    /// The disks that can be filled; none if this user may not mount.
    public List<Scratch> disks() {
        return List.copyOf(disks);
    }

    /// Starts the modules.
    public void startModules() {
        parts.values().stream().filter(part -> !part.isAlive()).forEach(Part::start);
    }

    /// Ends everything, at once.
    @Override
    public void close() {
        parts.values().forEach(Part::resume);
        parts.values().stream().filter(JavaPart.class::isInstance).forEach(Part::kill);
        toBroker.close();
        toDatabase.close();
        toStore.close();
        database.close();
        watch.close();
    }
}
