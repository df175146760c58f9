package dev.sluice.bench.benchmark;

import dev.sluice.bench.baseline.DebeziumAlone;
import dev.sluice.bench.data.SampleTables;
import dev.sluice.bench.data.Sizes;
import dev.sluice.bench.measure.Measurement;
import dev.sluice.bench.measure.Report;
import dev.sluice.bench.stand.Stand;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The first snapshot: rows a second into `changes`, beside Debezium's engine alone.
public final class CaptureSnapshot implements Benchmark {

    private static final double WANTED = 0.9;

    @Override
    public Report run(Stand stand, Sizes sizes, int rounds)
            throws IOException, InterruptedException, SQLException {
        long rows;
        try (Connection connection = stand.source().connect()) {
            SampleTables.create(connection, sizes);
            rows = SampleTables.count(connection);
        }
        List<Measurement> ours = new ArrayList<>();
        List<Measurement> baseline = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            String slot = "alone_snapshot_" + round;
            publish(stand, slot);
            baseline.add(Capturing.baseline(stand, slot, DebeziumAlone.Begin.SNAPSHOT, rows));
            ours.add(Capturing.ours(stand.install("snapshot_" + round), 0, rows));
            stand.dropSlots();
        }
        return new Report()
                .rate(
                        "capture, first snapshot",
                        Measurement.of(ours),
                        Measurement.of(baseline),
                        WANTED)
                .note("%d rows, %d rounds; ".formatted(rows, rounds) + Capturing.HOW);
    }

    static void publish(Stand stand, String name) throws SQLException {
        try (Connection connection = stand.source().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE PUBLICATION %s FOR ALL TABLES".formatted(name));
        }
    }
}
