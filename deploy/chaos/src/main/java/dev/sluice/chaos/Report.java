package dev.sluice.chaos;

import dev.sluice.chaos.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What came of one run.
///
/// @param seed its seed
/// @param faults those that were done
/// @param endedByThemselves the parts that ended without a fault of their own, and were started
///   again
/// @param notes what could not be done, and why
/// @param figures what there was of everything
/// @param findings what does not hold; nothing if the run survived
/// @param took how long it all took
record Report(
        long seed,
        List<Fault> faults,
        List<String> endedByThemselves,
        List<String> notes,
        Map<String, Long> figures,
        List<String> findings,
        Duration took) {

    boolean survived() {
        return findings.isEmpty();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append(
                "seed %d: %s in %d s%n"
                        .formatted(seed, survived() ? "survived" : "FAILED", took.toSeconds()));
        Map<String, Long> counts =
                faults.stream()
                        .collect(
                                Collectors.groupingBy(
                                        fault -> fault.kind() + " " + fault.part(),
                                        TreeMap::new,
                                        Collectors.counting()));
        text.append("  faults: %d %s%n".formatted(faults.size(), counts));
        text.append("  there were: %s%n".formatted(figures));
        lines(text, "restarted", endedByThemselves);
        lines(text, "note", notes);
        lines(text, "WRONG", findings);
        return text.toString();
    }

    private static void lines(StringBuilder text, String what, List<String> lines) {
        lines.forEach(line -> text.append("  %s: %s%n".formatted(what, line)));
    }
}
