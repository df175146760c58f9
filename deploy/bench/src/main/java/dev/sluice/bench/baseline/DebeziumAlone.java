package dev.sluice.bench.baseline;

import dev.sluice.app.shell.Stop;
import dev.sluice.bench.part.Part;
import dev.sluice.bench.part.Program;
import dev.sluice.embedded.SourceServer;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/// Debezium's asynchronous engine with a consumer that only counts: as fast as anything that is
/// built on it can be. Sizes of batch, queue and fetch are those that capture sets, which are
/// faster than the defaults. Says `begun N` after the first batch and `done N` after the last.
public final class DebeziumAlone implements Part {

    /// Where it begins.
    public enum Begin {
        /// With a snapshot, for which it makes the slot.
        SNAPSHOT,
        /// In the log, where the slot is.
        SLOT
    }

    private long seen;

    /// Made by its name.
    public DebeziumAlone() {}

    /// The program.
    ///
    /// @param slot its replication slot; the publication has the same name
    /// @param rows after how many it is done
    public static Program program(
            SourceServer source, String slot, Begin begin, long rows, int heapMebibytes) {
        return new Program(
                "debezium",
                heapMebibytes,
                DebeziumAlone.class,
                List.of(
                        source.host(),
                        Integer.toString(source.port()),
                        source.database(),
                        source.user(),
                        source.password(),
                        slot,
                        begin.name(),
                        Long.toString(rows)));
    }

    @Override
    public void run(List<String> arguments, Stop stop, Consumer<String> say) throws IOException {
        long rows = Long.parseLong(arguments.get(7));
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        try (DebeziumEngine<RecordChangeEvent<SourceRecord>> engine =
                DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                        .using(settings(arguments))
                        .using(DebeziumAlone.class.getClassLoader())
                        .using((success, message, error) -> {
                            if (!success) {
                                failure.set(
                                        error == null ? new IllegalStateException(message) : error);
                            }
                        })
                        .notifying((batch, committer) -> {
                            count(batch.size(), rows, say);
                            committer.markBatchFinished();
                        })
                        .build()) {
            closeOn(stop, engine);
            engine.run();
        }
        Throwable thrown = failure.get();
        if (thrown != null && !stop.isRequested()) {
            throw new IllegalStateException("Debezium's engine failed", thrown);
        }
    }

    private void count(int batch, long rows, Consumer<String> say) {
        boolean first = seen == 0;
        boolean before = seen < rows;
        seen += batch;
        if (first) {
            say.accept("begun " + seen);
        }
        if (before && seen >= rows) {
            say.accept("done " + seen);
        }
    }

    private static void closeOn(Stop stop, DebeziumEngine<?> engine) {
        stop.onRequest(() -> {
            try {
                engine.close();
            } catch (IOException | IllegalStateException e) {
                // It has ended, or ends by itself.
                return;
            }
        });
    }

    private static Properties settings(List<String> arguments) {
        String slot = arguments.get(5);
        Begin begin = Begin.valueOf(arguments.get(6));
        Properties p = new Properties();
        p.setProperty("name", slot);
        p.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        p.setProperty("topic.prefix", "source");
        p.setProperty(
                "offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        p.setProperty("database.hostname", arguments.get(0));
        p.setProperty("database.port", arguments.get(1));
        p.setProperty("database.dbname", arguments.get(2));
        p.setProperty("database.user", arguments.get(3));
        p.setProperty("database.password", arguments.get(4));
        p.setProperty("plugin.name", "pgoutput");
        p.setProperty("slot.name", slot);
        p.setProperty("publication.name", slot);
        p.setProperty("publication.autocreate.mode", "disabled");
        p.setProperty("table.include.list", "public\\..*");
        p.setProperty("snapshot.mode", begin == Begin.SNAPSHOT ? "initial" : "no_data");
        p.setProperty("snapshot.locking.mode", "none");
        p.setProperty("snapshot.fetch.size", "10000");
        p.setProperty("tombstones.on.delete", "false");
        p.setProperty("max.batch.size", "4096");
        p.setProperty("max.queue.size", "16384");
        p.setProperty("max.queue.size.in.bytes", Integer.toString(64 << 20));
        p.setProperty("poll.interval.ms", "50");
        return p;
    }
}
