package dev.sluice.capture;

import dev.sluice.capture.debezium.Engine;
import dev.sluice.capture.event.SourceEvent;
import dev.sluice.capture.source.Heartbeat;
import dev.sluice.capture.source.SourceSetup;
import dev.sluice.capture.source.SourceTable;
import dev.sluice.capture.stream.ChangeStream;
import dev.sluice.capture.stream.Definitions;
import dev.sluice.capture.write.ChangesWriter;
import dev.sluice.capture.write.StoredState;
import dev.sluice.record.SnapshotState;
import dev.sluice.record.SourceOffset;
import dev.sluice.table.TableName;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of the engine from what is in the topics, until it is stopped or fails. Everything is
/// made anew for it: the writer fences older ones, the offsets are read after that, and the engine
/// starts where they stand.
final class Term {

    private static final Logger LOG = LoggerFactory.getLogger(Term.class);

    private final CaptureConfig config;
    private final Clock clock;
    private @Nullable Engine engine;
    private boolean stopped;

    Term(CaptureConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /// Runs until stopped.
    ///
    /// @throws SQLException if the source cannot be reached
    /// @throws RuntimeException whatever ended it
    void run() throws SQLException {
        String source = config.source().slot();
        try (ChangesWriter writer =
                new ChangesWriter(
                        config.topics(), source, config.client(), config.maxRecordBytes())) {
            StoredState stored = StoredState.read(config.topics(), source, config.client());
            SourceOffset offset =
                    stored.offset() == null
                            ? ChangeStream.fresh(config.kafka().partitions())
                            : stored.offset();
            checkPartitions(offset);
            boolean fresh = offset.getSnapshot() == SnapshotState.RUNNING;
            Map<TableName, SourceTable> tables =
                    new SourceSetup(config.source(), config.tables()).prepare(fresh);
            Definitions definitions = new Definitions();
            stored.definitions().forEach(definitions::published);
            ChangeStream stream =
                    new ChangeStream(
                            offset,
                            tables.values(),
                            definitions,
                            config.schedule().cuts(),
                            clock,
                            clock::instant,
                            writer);
            writer.commit(stream.offset());
            LOG.atInfo()
                    .addKeyValue("source", source)
                    .addKeyValue("tables", tables.size())
                    .addKeyValue("sequence", offset.getSequence())
                    .addKeyValue("snapshot", fresh)
                    .log("Capture begins");
            capture(tables, fresh ? null : offset.getCommit(), stream, writer);
        }
    }

    private void capture(
            Map<TableName, SourceTable> tables,
            @Nullable Long lsn,
            ChangeStream stream,
            ChangesWriter writer) {
        Engine running =
                new Engine(config.source(), tables, lsn, batch -> take(batch, stream, writer));
        synchronized (this) {
            if (stopped) {
                return;
            }
            engine = running;
        }
        try (Heartbeat heartbeat =
                new Heartbeat(config.source(), config.schedule().cuts(), clock)) {
            LOG.atDebug().addKeyValue("heartbeat", heartbeat).log("Streaming");
            running.run();
        }
    }

    private static void take(List<SourceEvent> batch, ChangeStream stream, ChangesWriter writer) {
        for (SourceEvent event : batch) {
            stream.accept(event);
        }
        writer.commit(stream.offset());
    }

    private void checkPartitions(SourceOffset offset) {
        if (offset.getCounts().size() != config.kafka().partitions()) {
            throw new dev.sluice.capture.source.SourceException(
                    "kafka.partitions is "
                            + config.kafka().partitions()
                            + ", but capture began with "
                            + offset.getCounts().size()
                            + "; the count of a running installation cannot change");
        }
    }

    /// Ends the run; from any thread but the engine's.
    void stop() {
        Engine running;
        synchronized (this) {
            stopped = true;
            running = engine;
        }
        if (running != null) {
            running.close();
        }
    }
}
