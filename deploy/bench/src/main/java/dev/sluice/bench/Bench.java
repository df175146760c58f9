package dev.sluice.bench;

import dev.sluice.app.log.LogFormat;
import dev.sluice.app.log.Logs;
import dev.sluice.bench.benchmark.Benchmark;
import dev.sluice.bench.benchmark.CaptureSnapshot;
import dev.sluice.bench.benchmark.CaptureStream;
import dev.sluice.bench.data.Sizes;
import dev.sluice.bench.measure.Machine;
import dev.sluice.bench.measure.Report;
import dev.sluice.bench.part.ProcessHost;
import dev.sluice.bench.stand.Stand;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `deploy/bench/run NAME`: one benchmark beside its baseline. Exit status 0 if it was measured,
/// whatever came out; 1 if not; 2 for wrong arguments.
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures Sluice beside a baseline, on the same data.")
public final class Bench implements Callable<Integer> {

    static final Map<String, Benchmark> BENCHMARKS =
            Map.of(
                    "capture-snapshot", new CaptureSnapshot(),
                    "capture-stream", new CaptureStream());

    @Spec private CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "capture-snapshot or capture-stream.")
    private String name = "";

    @Option(names = "--rows", description = "Check results.")
    private int rows = 2_000_000;

    @Option(names = "--changes", description = "Changes of a backlog.")
    private int changes = 1_000_000;

    @Option(names = "--tenants", description = "Tenants, of skewed size.")
    private int tenants = 200;

    @Option(names = "--tables", description = "Tables, at least 3.")
    private int tables = 3;

    @Option(names = "--partitions", description = "Partitions of the topics.")
    private int partitions = 4;

    @Option(names = "--rounds", description = "How often each of the two runs, by turns.")
    private int rounds = 2;

    @Option(
            names = "--java",
            paramLabel = "OPTION",
            description = "An option of every JVM; NAME in it is the program's name.")
    private List<String> java = List.of();

    private Bench() {}

    /// Runs a benchmark.
    public static void main(String[] arguments) {
        Logs.toStandardError(LogFormat.TEXT);
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        Benchmark benchmark = BENCHMARKS.get(name);
        if (benchmark == null || spec == null) {
            System.err.println(
                    "there is no benchmark \"%s\"; there are %s"
                            .formatted(name, new TreeMap<>(BENCHMARKS).keySet()));
            return 2;
        }
        Sizes sizes = new Sizes(rows, changes, tenants, tables);
        Path directory = Files.createTempDirectory("sluice-bench-");
        PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
        try (Stand stand = new Stand(new ProcessHost(directory, java), directory, partitions)) {
            Report report = benchmark.run(stand, sizes, rounds);
            out.println(Machine.description());
            out.println(
                    "%s  deploy/bench/run %s"
                            .formatted(
                                    Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS),
                                    String.join(
                                            " ",
                                            spec.commandLine().getParseResult().originalArgs())));
            report.print(out);
        }
        delete(directory);
        return 0;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
