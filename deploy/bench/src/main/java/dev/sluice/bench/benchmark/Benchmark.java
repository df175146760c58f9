package dev.sluice.bench.benchmark;

import dev.sluice.bench.data.Sizes;
import dev.sluice.bench.measure.Report;
import dev.sluice.bench.stand.Stand;
import java.io.IOException;
import java.sql.SQLException;

/// A measure of Sluice beside its baseline.
@FunctionalInterface
public interface Benchmark {

    /// Measures.
    ///
    /// @param rounds how often each of the two is run, by turns
    Report run(Stand stand, Sizes sizes, int rounds)
            throws IOException, InterruptedException, SQLException;
}
