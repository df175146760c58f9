package dev.sluice.chaos;

import dev.sluice.app.log.LogFormat;
import dev.sluice.app.log.Logs;
import dev.sluice.chaos.fault.FaultKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The long run: `--seeds 1-50 --minutes 60 [--kinds KILL,PAUSE] [--directory D]`. Each seed runs
/// for its share of the minutes; the report says of each what was done to it and what came of it.
public final class Chaos {

    private static final Duration SETTLING = Duration.ofMinutes(5);

    private Chaos() {}

    /// Runs all seeds. Exit status 0 if every one survived, 1 if one did not, 2 for wrong
    /// arguments.
    public static void main(String[] arguments)
            throws IOException, InterruptedException, SQLException {
        Logs.toStandardError(LogFormat.TEXT);
        Map<String, String> options = options(arguments);
        String[] seeds = options.getOrDefault("seeds", "1-3").split("-", 2);
        long first = Long.parseLong(seeds[0]);
        long last = Long.parseLong(seeds[seeds.length - 1]);
        Duration all =
                Duration.ofSeconds(
                        (long) (60 * Double.parseDouble(options.getOrDefault("minutes", "3"))));
        Set<FaultKind> kinds = kinds(options.getOrDefault("kinds", "ALL"));
        Path directory =
                options.containsKey("directory")
                        ? Path.of(options.get("directory")).toAbsolutePath()
                        : Files.createTempDirectory("sluice-chaos-");
        boolean survived = true;
        for (long seed = first; seed <= last; seed++) {
            Report report =
                    run(
                            new RunSettings(
                                    seed,
                                    all.dividedBy(last - first + 1),
                                    SETTLING,
                                    kinds,
                                    directory.resolve("seed-" + seed)));
            System.out.print(report.text());
            survived &= report.survived();
        }
        System.out.println(
                survived
                        ? "all seeds survived"
                        : "not all seeds survived; what they left is in " + directory);
        System.exit(survived ? 0 : 1);
    }

    /// Runs one seed, in place of what an earlier run of it left, and deletes what this one left if
    /// it survived.
    static Report run(RunSettings settings) throws IOException, InterruptedException, SQLException {
        delete(settings.directory());
        Report report = new ChaosRun(settings).run();
        if (report.survived()) {
            delete(settings.directory());
        }
        return report;
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Set<FaultKind> kinds(String text) {
        Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
        switch (text) {
            case "ALL" -> kinds.addAll(EnumSet.allOf(FaultKind.class));
            case "NONE" -> kinds.clear();
            default -> Arrays.stream(text.split(",")).map(FaultKind::valueOf).forEach(kinds::add);
        }
        return kinds;
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            if (!Set.of("--seeds", "--minutes", "--kinds", "--directory").contains(arguments[i])) {
                System.err.println(
                        "chaos: unknown option "
                                + arguments[i]
                                + "; there are --seeds A-B, --minutes N, --kinds LIST, --directory D");
                System.exit(2);
            }
            options.put(arguments[i].substring(2), arguments[i + 1]);
        }
        return options;
    }
}
