package dev.sluice.bench.measure;

import dev.sluice.app.shell.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a benchmark found: lines beside a baseline, and what has to be known to read them. Not
/// thread-safe.
public final class Report {

    private static final String NONE = "-";
    private static final double MEBIBYTE = 1 << 20;

    private final List<List<String>> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /// Adds a line of rates, more being better.
    ///
    /// @param wanted the ratio to the baseline that is to be reached
    public Report rate(String measure, Measurement ours, Measurement baseline, double wanted) {
        lines.add(
                List.of(
                        measure,
                        "%s rows/s".formatted(grouped(ours.rate())),
                        "%s rows/s".formatted(grouped(baseline.rate())),
                        decimal(ours.rate() / baseline.rate()),
                        decimal(wanted),
                        decimal(ours.cpuPerMillion()),
                        decimal(baseline.cpuPerMillion()),
                        mebibytes(ours.peakBytes()),
                        mebibytes(baseline.peakBytes())));
        return this;
    }

    /// Adds what has to be known to read the lines.
    public Report note(String note) {
        notes.add(note);
        return this;
    }

    /// The lines' names, in order.
    public List<String> measures() {
        return lines.stream().map(List::getFirst).toList();
    }

    /// Prints all of it.
    public void print(PrintWriter out) {
        TextTable table =
                new TextTable(
                        "measure",
                        "Sluice",
                        "baseline",
                        "ratio",
                        "wanted",
                        "CPU-s/M",
                        "baseline's",
                        "peak",
                        "baseline's");
        lines.forEach(line -> table.row(line.toArray(String[]::new)));
        table.print(out);
        notes.forEach(note -> out.println("- " + note));
        out.flush();
    }

    private static String grouped(double number) {
        return String.format(Locale.ROOT, "%,d", Math.round(number)).replace(',', ' ');
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }

    private static String mebibytes(long bytes) {
        return bytes == 0 ? NONE : "%d MiB".formatted(Math.round(bytes / MEBIBYTE));
    }
}
