package dev.sluice.app.demo;

import dev.sluice.app.log.Logs;
import dev.sluice.app.shell.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `sluice demo`.
@Command(
        name = "demo",
        description = {
            "Runs the whole system on an embedded database, broker and S3, with sample tenants and live traffic.",
            "Every push appears as plain files."
        })
public final class DemoCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(
            names = "--once",
            description =
                    "End when every tenant has a full and an incremental push, the latter with an insert, an update and a deletion.")
    private boolean once;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = "How often to cut besides the schedule (default: ${DEFAULT-VALUE}).")
    private int everySeconds = 15;

    @Option(
            names = "--exports",
            paramLabel = "FOLDER",
            defaultValue = "exports",
            description = "Where the buckets are (default: ${DEFAULT-VALUE}).")
    private Path exports = Path.of("exports");

    @Option(
            names = "--home",
            paramLabel = "FOLDER",
            defaultValue = ".sluice/demo",
            description = "Where configuration, log and stores are (default: ${DEFAULT-VALUE}).")
    private Path home = Path.of(".sluice", "demo");

    /// The command in its surroundings.
    public DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        Path folder = surroundings.directory().resolve(home).normalize();
        Path buckets = surroundings.directory().resolve(exports).normalize();
        try (DemoHome demoHome = DemoHome.open(folder)) {
            Logs.toFile(demoHome.log());
            new Demo(surroundings, demoHome, buckets)
                    .run(once, Duration.ofSeconds(Math.max(1, everySeconds)));
        }
        return 0;
    }
}
