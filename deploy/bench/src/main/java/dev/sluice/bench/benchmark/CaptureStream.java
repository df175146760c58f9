package dev.sluice.bench.benchmark;

import dev.sluice.bench.baseline.DebeziumAlone;
import dev.sluice.bench.data.Backlog;
import dev.sluice.bench.data.SampleTables;
import dev.sluice.bench.data.Sizes;
import dev.sluice.bench.measure.Measurement;
import dev.sluice.bench.measure.Report;
import dev.sluice.bench.stand.Installation;
import dev.sluice.bench.stand.Stand;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// A backlog in the log: changes a second into `changes`, beside Debezium's engine alone. Both read
/// the same log, from slots that were made before the changes.
public final class CaptureStream implements Benchmark {

    private static final double WANTED = 0.9;

    @Override
    public Report run(Stand stand, Sizes sizes, int rounds)
            throws IOException, InterruptedException, SQLException {
        try (Connection connection = stand.source().connect()) {
            SampleTables.create(
                    connection,
                    new Sizes(
                            Math.max(1, sizes.changes() / 10),
                            sizes.changes(),
                            sizes.tenants(),
                            sizes.tables()));
        }
        Installation installation = stand.install("stream");
        long sequence = Capturing.snapshot(installation);
        List<Measurement> ours = new ArrayList<>();
        List<Measurement> baseline = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            String slot = "alone_stream_" + round;
            CaptureSnapshot.publish(stand, slot);
            write(stand, slot, sizes, round);
            baseline.add(
                    Capturing.baseline(stand, slot, DebeziumAlone.Begin.SLOT, sizes.changes()));
            ours.add(Capturing.ours(installation, sequence, sizes.changes()));
            sequence += sizes.changes();
        }
        stand.dropSlots();
        return new Report()
                .rate("capture, backlog", Measurement.of(ours), Measurement.of(baseline), WANTED)
                .note("%d changes, %d rounds; ".formatted(sizes.changes(), rounds) + Capturing.HOW);
    }

    private static void write(Stand stand, String slot, Sizes sizes, int round)
            throws SQLException {
        try (Connection connection = stand.source().connect()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "SELECT pg_create_logical_replication_slot('%s', 'pgoutput')"
                                .formatted(slot));
            }
            Backlog.write(connection, sizes, round);
        }
    }
}
