package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.data.Sizes;
import dev.sluice.bench.measure.Report;
import dev.sluice.bench.part.ThreadHost;
import dev.sluice.bench.stand.Stand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchTest {

    private static final Sizes TINY = new Sizes(12_000, 15_000, 7, 4);

    @TempDir private static Path directory;

    @Test
    void everyBenchmarkPrintsItsLinesBesideTheBaselines() throws Exception {
        // Given
        StringWriter printed = new StringWriter();
        try (Stand stand = new Stand(new ThreadHost(), directory, 2)) {
            // When
            for (var benchmark : Bench.BENCHMARKS.values()) {
                Report report = benchmark.run(stand, TINY, 1);
                report.print(new PrintWriter(printed));
            }
        }

        // Then
        assertThat(printed.toString().lines())
                .anyMatch(
                        line -> line.matches("capture, first snapshot +[\\d ]+ rows/s +.*rows/s.*"))
                .anyMatch(line -> line.matches("capture, backlog +[\\d ]+ rows/s +.*rows/s.*"));
    }
}
