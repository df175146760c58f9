package dev.sluice.capture;

import dev.sluice.capture.debezium.Engine;
import dev.sluice.capture.definition.CatalogReached;
import dev.sluice.capture.definition.CatalogWatch;
import dev.sluice.capture.definition.Layouts;
import dev.sluice.capture.definition.SourceCatalog;
import dev.sluice.capture.event.SourceEvent;
import dev.sluice.capture.metric.CaptureMeters;
import dev.sluice.capture.metric.CaptureState;
import dev.sluice.capture.reading.ChunkSize;
import dev.sluice.capture.reading.Chunks;
import dev.sluice.capture.reading.TableReader;
import dev.sluice.capture.source.Heartbeat;
import dev.sluice.capture.source.LogLook;
import dev.sluice.capture.source.SourceException;
import dev.sluice.capture.stream.ChangeStream;
import dev.sluice.capture.stream.LogBrokenException;
import dev.sluice.capture.unlogged.SourceStandings;
import dev.sluice.capture.write.ChangesWriter;
import dev.sluice.capture.write.StoredState;
import dev.sluice.cut.Cut;
import dev.sluice.record.SnapshotState;
import dev.sluice.record.SourceOffset;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
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
    private final MeterRegistry registry;
    private final CaptureState state;
    private final CaptureMeters meters;
    private @Nullable Engine engine;
    private boolean stopped;

    Term(
            CaptureConfig config,
            Clock clock,
            MeterRegistry registry,
            CaptureState state,
            CaptureMeters meters) {
        this.config = config;
        this.clock = clock;
        this.registry = registry;
        this.state = state;
        this.meters = meters;
    }

    /// Runs until stopped.
    ///
    /// @throws SQLException if the source cannot be reached
    /// @throws RuntimeException whatever ended it
    void run() throws SQLException {
        String source = config.source().slot();
        try (ChangesWriter writer =
                new ChangesWriter(
                        config.topics(),
                        source,
                        config.client(),
                        config.maxRecordBytes(),
                        registry)) {
            StoredState stored = StoredState.read(config.topics(), source, config.client());
            SourceOffset stands =
                    stored.offset() == null
                            ? ChangeStream.fresh(config.kafka().partitions())
                            : stored.offset();
            checkPartitions(stands);
            TermStart start = TermStart.prepare(config, stored, stands);
            state.termBegan(start.reads());
            start.source().lost().ifPresent(reason -> sayLost(reason, stands));
            try (TableReader reader =
                    new TableReader(
                            config.source(),
                            new Chunks(ChunkSize.DEFAULT, config.tables(), start.catalog()),
                            this::stop)) {
                SourceStandings standings =
                        new SourceStandings(
                                config.source(), start.source().tables().keySet(), this::stop);
                ChangeStream stream =
                        new ChangeStream(
                                start.offset(),
                                start.source().tables().values(),
                                start.definitions(),
                                config.schedule().cuts(),
                                clock,
                                clock::instant,
                                standings,
                                reader,
                                writer);
                writer.commit(stream.offset());
                LOG.atInfo()
                        .addKeyValue("source", source)
                        .addKeyValue("tables", start.source().tables().size())
                        .addKeyValue("sequence", start.offset().getSequence())
                        .addKeyValue("snapshot", start.reads())
                        .log("Capture begins");
                try {
                    capture(start, stream, standings, writer);
                } catch (LogBrokenException e) {
                    sayLost(e.getMessage(), stream.offset());
                    writer.commit(ChangeStream.readingAgain(stream.offset()));
                }
                checkReader(reader);
            }
        }
    }

    private static void checkReader(TableReader reader) throws SQLException {
        Exception failure = reader.failure().orElse(null);
        switch (failure) {
            case null -> {}
            case SQLException e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    private static void sayLost(@Nullable String reason, SourceOffset stands) {
        LOG.atError()
                .addKeyValue("reason", reason)
                .addKeyValue("lastCut", new Cut(stands.getCut()))
                .log(
                        "The source's log cannot be followed from where capture stands. All tables are"
                                + " read again: rows that differ are sent as changes, rows that are gone as"
                                + " deletions, and the end is a cut. Cuts that were due since the last one"
                                + " are not made");
    }

    private void capture(
            TermStart start, ChangeStream stream, SourceStandings standings, ChangesWriter writer) {
        Engine running =
                new Engine(
                        config.source(),
                        start.layouts(),
                        start.reads() ? null : start.offset().getCommit(),
                        batch -> take(batch, stream, writer));
        synchronized (this) {
            if (stopped) {
                return;
            }
            engine = running;
        }
        // Where a table may have been altered before, the log has to say that it has come to it.
        CatalogWatch watch =
                new CatalogWatch(
                        config.tables(), start.layouts().isDecided() ? start.catalog() : "");
        try (Heartbeat heartbeat =
                new Heartbeat(
                        config.source(),
                        config.schedule().cuts(),
                        clock,
                        start.source().history(),
                        this::stop,
                        connection -> {
                            LogLook.at(connection, config.source().slot())
                                    .ifPresent(
                                            look -> state.looked(look.end(), look.retainedBytes()));
                            standings.look(connection);
                            watch.look(connection);
                        })) {
            LOG.atDebug().addKeyValue("heartbeat", heartbeat).log("Streaming");
            running.run();
        }
    }

    private void take(List<SourceEvent> batch, ChangeStream stream, ChangesWriter writer) {
        long before = stream.offset().getSequence();
        for (SourceEvent event : batch) {
            stream.accept(event);
            Optional<Layouts> altered = stream.announcedCatalog().flatMap(this::ifStill);
            if (altered.isPresent()) {
                stream.adopt(altered.get());
                writer.commit(stream.offset());
                throw new CatalogReached();
            }
        }
        SourceOffset now = stream.offset();
        writer.commit(now);
        meters.changes(now.getSequence() - before);
        state.captured(
                new CaptureState.Captured(
                        stream.committedAt(),
                        now.getCommit(),
                        now.getCut(),
                        now.getReadings().size(),
                        now.getSnapshot() == SnapshotState.RUNNING));
    }

    /// The tables as a message in the log announced them, unless they were altered again: then the
    /// next message tells.
    private Optional<Layouts> ifStill(String announced) {
        try {
            return new SourceCatalog(config.source(), config.tables()).ifStill(announced);
        } catch (SQLException e) {
            throw new IllegalStateException("the source cannot be asked: " + e.getMessage(), e);
        }
    }

    private void checkPartitions(SourceOffset offset) {
        if (offset.getCounts().size() != config.kafka().partitions()) {
            throw new SourceException(
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
