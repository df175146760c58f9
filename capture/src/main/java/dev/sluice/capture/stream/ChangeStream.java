package dev.sluice.capture.stream;

import dev.sluice.capture.definition.Layouts;
import dev.sluice.capture.event.SourceEvent;
import dev.sluice.capture.reading.ChunkSource;
import dev.sluice.capture.source.LogMessages;
import dev.sluice.capture.source.SourceTable;
import dev.sluice.capture.unlogged.Standings;
import dev.sluice.cut.CutSchedule;
import dev.sluice.record.Operation;
import dev.sluice.record.Position;
import dev.sluice.record.Reading;
import dev.sluice.record.SnapshotBegan;
import dev.sluice.record.SnapshotEnded;
import dev.sluice.record.SnapshotState;
import dev.sluice.record.SourceOffset;
import dev.sluice.record.Truncated;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns the source's events into the records of `changes`: gives every change its sequence and the
/// cut it follows, marks the cuts, and drops what an earlier run has written already.
///
/// **Going on.** The engine always starts with a whole transaction. [SourceOffset] says how many
/// events of the first one are in `changes` already; exactly so many are dropped, after its id has
/// been checked. PostgreSQL sends a transaction's events in the same order every time.
///
/// **Cuts** lie between two transactions. A transaction that commits at or after a scheduled time
/// is preceded by that cut's mark, and by those of all cuts missed before it, in order. Cuts only
/// go forward: a commit time that lies before the last cut changes nothing. A request is answered
/// by a cut after the transaction that carries it, named by its commit second, or by one second
/// past the last cut where that is later.
///
/// **A snapshot** ends at the first transaction: the engine streams only when it has read
/// everything. Its end is a cut, and no other cut is marked before it: the first one of all, or the
/// next one after a log that was lost. Cuts that were due between that log's end and the moment
/// that the snapshot shows are not made, since nobody knows what the source held then.
///
/// Pure: no I/O, time only through the clock. Not thread-safe.
public final class ChangeStream {

    /// How far ahead of our clock the source may commit.
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(ChangeStream.class);

    private final Clock clock;
    private final Definitions definitions;
    private final List<SourceTable> tables;
    private final Changes changes;
    private final Cuts cuts;
    private final Readings readings;
    private final Unlogged unlogged;

    private final String history;
    private Map<String, String> engine;
    private long commit;
    private long transaction;
    private long events;
    private long toDrop;
    private SnapshotState snapshot;
    private @Nullable Instant snapshotMoment;
    private long snapshotLsn;
    private Instant committedAt = Instant.EPOCH;

    private @Nullable String catalog;

    /// Of the transaction that is open: messages that announce what was read.
    private final List<String> announcements = new ArrayList<>();

    /// A stream that goes on where an offset stands.
    ///
    /// @param offset where; [#fresh] for a source that was never captured
    /// @param tables the captured tables
    /// @param moment what the source's clock says now, for a snapshot that reads no row
    /// @param standings tells what the log does not say of the tables
    /// @param chunks reads tables beside the stream
    public ChangeStream(
            SourceOffset offset,
            Collection<SourceTable> tables,
            Definitions definitions,
            CutSchedule schedule,
            Clock clock,
            Supplier<Instant> moment,
            Standings standings,
            ChunkSource chunks,
            Sink sink) {
        this.clock = clock;
        this.definitions = definitions;
        this.tables = tables.stream().sorted(Comparator.comparing(SourceTable::name)).toList();
        this.history = offset.getHistory();
        this.changes = new Changes(offset, definitions, sink);
        this.readings = new Readings(offset, tables, chunks, changes, definitions);
        this.unlogged = new Unlogged(offset.getFollowed(), tables, standings, readings);
        this.cuts = new Cuts(offset, schedule, changes, this::beingRead);
        this.engine = Map.copyOf(offset.getEngine());
        this.commit = offset.getCommit();
        this.transaction = offset.getPartialTransaction();
        this.toDrop = offset.getPartialEvents();
        this.snapshot = offset.getSnapshot();
        if (snapshot == SnapshotState.RUNNING) {
            unlogged.adopt();
            beginSnapshot(moment.get());
        } else {
            unlogged.look();
            readings.begin(place(moment.get(), 0));
        }
    }

    /// The offset of a source that was never captured.
    public static SourceOffset fresh(int partitions) {
        List<Long> none = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            none.add(0L);
        }
        return new SourceOffset(
                Map.of(),
                0L,
                0L,
                0L,
                0L,
                0L,
                0L,
                SnapshotState.RUNNING,
                none,
                List.of(),
                List.of(),
                "",
                List.of(),
                List.of());
    }

    /// The offset of a source whose log cannot be followed from an offset, so that every table has
    /// to be read again: what of a transaction is in `changes` already is corrected by what is
    /// read.
    public static SourceOffset readingAgain(SourceOffset offset) {
        return SourceOffset.newBuilder(offset)
                .setPartialTransaction(0)
                .setPartialEvents(0)
                .setSnapshot(SnapshotState.RUNNING)
                .build();
    }

    /// The catalog that the log has just announced, by its fingerprint; given once, when the
    /// transaction that announces it has ended.
    public Optional<String> announcedCatalog() {
        if (transaction != 0) {
            return Optional.empty();
        }
        Optional<String> announced = Optional.ofNullable(catalog);
        catalog = null;
        return announced;
    }

    /// Publishes the definitions of tables that the log has come to, and enters what has to be read
    /// of them. Tables that were never captured are left to the next stream.
    public void adopt(Layouts now) {
        definitions.filled(now.filled());
        for (SourceTable table : now.tables()) {
            if (definitions.last(table.name().toString()) != null) {
                readings.altered(table);
                int version = changes.version(table);
                LOG.atDebug()
                        .addKeyValue("table", table.name())
                        .addKeyValue("version", version)
                        .log("Definition holds");
            }
        }
    }

    /// When the last transaction committed that was taken, or began; of a snapshot, what it shows.
    public Instant committedAt() {
        return committedAt;
    }

    /// Where the stream stands: what the records given to the sink so far amount to.
    public SourceOffset offset() {
        boolean partial = snapshot == SnapshotState.DONE && events + toDrop > 0;
        return new SourceOffset(
                engine,
                commit,
                partial ? transaction : 0L,
                partial ? events + toDrop : 0L,
                changes.sequence(),
                cuts.last(),
                changes.epoch(),
                snapshot,
                changes.counts(),
                cuts.requests(),
                readings.pending(),
                history,
                unlogged.followed(),
                readings.refused());
    }

    /// The tables that are being read at a cut: also those that, as the source says at this moment,
    /// have to be. Otherwise what happened to them just before the cut would be wrong in its files,
    /// and nothing would say so.
    private List<Reading> beingRead() {
        unlogged.look();
        return readings.marked();
    }

    /// Takes the next event.
    ///
    /// @throws CommitTimeException if it committed in the future
    /// @throws LogBrokenException if the log does not go on where the offset stands
    public void accept(SourceEvent event) {
        switch (event) {
            case SourceEvent.Read read -> read(read);
            case SourceEvent.Begin begin -> begin(begin);
            case SourceEvent.End end -> end(end);
            case SourceEvent.Row row -> {
                if (isNew()) {
                    row(row);
                }
            }
            case SourceEvent.Truncate truncate -> {
                if (isNew()) {
                    truncate(truncate);
                }
            }
            case SourceEvent.Message message -> {
                if (isNew()) {
                    message(message);
                }
            }
            case SourceEvent.Other _ -> isNew();
        }
    }

    /// Counts an event of the transaction, and says whether it is not in `changes` yet.
    private boolean isNew() {
        if (toDrop > 0) {
            // Keeps the sum of both: the offset stays right until the last one is dropped.
            toDrop--;
            events++;
            return false;
        }
        events++;
        return true;
    }

    private void message(SourceEvent.Message message) {
        switch (message.prefix()) {
            case LogMessages.CUT -> cuts.request(message.content());
            case LogMessages.REREAD -> readings.request(message.content());
            case LogMessages.CATALOG -> catalog = message.content();
            case LogMessages.READING -> announcements.add(message.content());
            default -> {}
        }
    }

    private void begin(SourceEvent.Begin begin) {
        if (begin.committedAt().isAfter(clock.instant().plus(TOLERANCE))) {
            throw new CommitTimeException(
                    "the source committed transaction "
                            + begin.transaction()
                            + " at "
                            + begin.committedAt()
                            + ", more than "
                            + TOLERANCE.toMinutes()
                            + " minutes ahead of this machine's clock ("
                            + clock.instant()
                            + "); set both clocks right");
        }
        if (toDrop > 0 && transaction != begin.transaction()) {
            throw new LogBrokenException(
                    "the log goes on with transaction "
                            + begin.transaction()
                            + ", but "
                            + toDrop
                            + " events of transaction "
                            + transaction
                            + " are in the topic already: the source was restored to an earlier"
                            + " point");
        }
        if (snapshot == SnapshotState.RUNNING) {
            endSnapshot();
        }
        transaction = begin.transaction();
        committedAt = begin.committedAt();
        events = 0;
        cuts.markScheduled(committedAt, commit);
    }

    private void end(SourceEvent.End end) {
        if (toDrop > 0) {
            throw new LogBrokenException(
                    "transaction "
                            + transaction
                            + " ended with "
                            + toDrop
                            + " events fewer than are in the topic already: the source was restored"
                            + " to an earlier point");
        }
        commit = end.lsn();
        engine = end.engineOffset();
        events = 0;
        transaction = 0;
        cuts.markRequested(committedAt, commit);
        announcements.forEach(message -> readings.announced(message, place(committedAt, 0)));
        announcements.clear();
        unlogged.lookIfChanged();
        readings.begin(place(committedAt, 0));
    }

    private void beginSnapshot(Instant now) {
        readings.clear();
        changes.nextEpoch();
        snapshotMoment = null;
        // Of all of them, since a table in which there is nothing to read has its file too.
        tables.forEach(changes::version);
        changes.mark(
                new SnapshotBegan(
                        tableNames(),
                        changes.epoch(),
                        changes.sequence(),
                        cuts.last(),
                        new Position(commit, 0L),
                        Changes.micros(now)));
        commit = 0;
        committedAt = now;
    }

    private void read(SourceEvent.Read read) {
        if (snapshotMoment == null) {
            snapshotMoment = read.moment();
            snapshotLsn = read.lsn();
            commit = read.lsn();
        }
        changes.send(
                read.table(),
                Operation.READ,
                read.cells(),
                read.cells(),
                null,
                place(read.moment(), 0));
        events++;
    }

    private void endSnapshot() {
        Instant moment = snapshotMoment == null ? committedAt : snapshotMoment;
        commit = snapshotLsn;
        changes.mark(
                new SnapshotEnded(
                        tableNames(),
                        changes.epoch(),
                        changes.sequence(),
                        cuts.last(),
                        new Position(commit, events),
                        Changes.micros(moment)));
        events = 0;
        snapshot = SnapshotState.DONE;
        cuts.markSnapshot(moment, commit);
    }

    private List<String> tableNames() {
        return tables.stream().map(table -> table.name().toString()).toList();
    }

    private void truncate(SourceEvent.Truncate truncate) {
        readings.truncated(truncate.table(), transaction);
        changes.mark(
                new Truncated(
                        truncate.table().name().toString(),
                        changes.nextSequence(),
                        cuts.last(),
                        position(),
                        Changes.micros(truncate.committedAt())));
    }

    private void row(SourceEvent.Row row) {
        SourceTable table = row.table();
        @Nullable Object @Nullable [] before = row.before();
        @Nullable Object @Nullable [] after = row.after();
        if (after != null && before != null && table.identityFull()) {
            after = Cells.completed(after, before);
        }
        List<Object> otherKey = row.otherKey();
        readings.altered(table);
        if (!readings.changed(table, transaction, before, after, otherKey != null)) {
            return;
        }
        byte[] other =
                otherKey == null || !readings.joinsHalves(table)
                        ? null
                        : Cells.key(table, otherKey).bytes();
        changes.send(
                table,
                row.operation(),
                before,
                after,
                other,
                place(row.committedAt(), transaction));
    }

    private Changes.Place place(Instant committedAt, long id) {
        return new Changes.Place(cuts.last(), position(), Changes.micros(committedAt), id);
    }

    private Position position() {
        return new Position(commit, events);
    }
}
