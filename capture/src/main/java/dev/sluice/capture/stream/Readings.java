package dev.sluice.capture.stream;

import dev.sluice.capture.reading.Answer;
import dev.sluice.capture.reading.Ask;
import dev.sluice.capture.reading.ChunkMerge;
import dev.sluice.capture.reading.ChunkSource;
import dev.sluice.capture.source.RereadRequest;
import dev.sluice.capture.source.SourceTable;
import dev.sluice.record.Operation;
import dev.sluice.record.PendingReading;
import dev.sluice.record.Reading;
import dev.sluice.record.RefusedReading;
import dev.sluice.record.SnapshotBegan;
import dev.sluice.record.SnapshotEnded;
import dev.sluice.record.SourceOffset;
import dev.sluice.record.TableDefinition;
import dev.sluice.table.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The tables that have to be read beside the stream: one after the other, each in an epoch of its
/// own. A reading that a term leaves unfinished begins anew in the next one.
///
/// Rows and marks of a reading are sent between two transactions, and are no part of how many
/// events of one have been handled. Not thread-safe.
final class Readings {

    private static final Logger LOG = LoggerFactory.getLogger(Readings.class);

    /// How many readings that were given up are remembered.
    private static final int MOST_REFUSED = 20;

    private final Map<TableName, SourceTable> tables = new HashMap<>();
    private final List<PendingReading> pending;
    private final ChunkSource source;
    private final Changes changes;
    private final Definitions definitions;
    private final List<RefusedReading> refused;
    private @Nullable Running running;

    /// The reading that is being made, the first of those pending.
    ///
    /// @param ask what was asked last
    private record Running(SourceTable table, long epoch, ChunkMerge merge, Ask ask) {}

    /// Goes on with those of an offset; each begins anew.
    Readings(
            SourceOffset offset,
            Collection<SourceTable> tables,
            ChunkSource source,
            Changes changes,
            Definitions definitions) {
        this.pending = new ArrayList<>();
        offset.getReadings().forEach(reading -> pending.add(withEpoch(reading, 0)));
        this.refused = new ArrayList<>(offset.getRefused());
        this.source = source;
        this.changes = changes;
        this.definitions = definitions;
        tables.forEach(table -> this.tables.put(table.name(), table));
    }

    private static PendingReading withEpoch(PendingReading reading, long epoch) {
        return PendingReading.newBuilder(reading).setEpoch(epoch).build();
    }

    /// Those that were given up last.
    List<RefusedReading> refused() {
        return List.copyOf(refused);
    }

    /// What is still to be read, in order.
    List<PendingReading> pending() {
        return List.copyOf(pending);
    }

    /// What the mark of a cut says of them: one entry a table, by name.
    List<Reading> marked() {
        Map<String, Integer> versions = new TreeMap<>();
        pending.forEach(
                reading -> versions.merge(reading.getTable(), reading.getVersion(), Math::min));
        return versions.entrySet().stream()
                .map(entry -> new Reading(entry.getKey(), entry.getValue()))
                .toList();
    }

    /// Gives up what is pending: every captured table is about to be read by a snapshot.
    void clear() {
        pending.removeIf(reading -> tables.containsKey(TableName.parse(reading.getTable())));
        running = null;
    }

    /// Enters what someone asked for. What is no request is let go: anybody may write to the log,
    /// and nobody may stop capture by it.
    void request(String content) {
        try {
            enter(RereadRequest.parse(content));
        } catch (IllegalArgumentException e) {
            LOG.atError()
                    .addKeyValue("reason", e.getMessage())
                    .log(
                            "Somebody asks for a table to be read again, in a way that is not understood");
        }
    }

    private void enter(RereadRequest request) {
        SourceTable table = tables.get(request.table());
        if (table == null) {
            LOG.atWarn()
                    .addKeyValue("table", request.table())
                    .log("Table is not read again: it is not captured");
            return;
        }
        pending.add(
                new PendingReading(
                        table.name().toString(),
                        request.condition(),
                        readVersion(table),
                        0L,
                        List.of(request.id())));
    }

    /// The newest version of a table's definition that is wholly read.
    private int readVersion(SourceTable table) {
        TableDefinition last = definitions.last(table.name().toString());
        return ofTable(table)
                .mapToInt(PendingReading::getVersion)
                .min()
                .orElse(last == null ? 0 : last.getVersion());
    }

    private Stream<PendingReading> ofTable(SourceTable table) {
        String name = table.name().toString();
        return pending.stream().filter(reading -> reading.getTable().equals(name));
    }

    /// Enters a table if it was altered in a way that leaves rows unknown. To be called before
    /// anything is sent that shows its new definition. What is read in this term is read as the
    /// table is now, so a reading that is pending already will do.
    void altered(SourceTable table) {
        OptionalInt unreadSince = definitions.unreadSince(table);
        if (unreadSince.isPresent()
                && ofTable(table).allMatch(reading -> reading.getCondition() != null)) {
            pending.add(
                    new PendingReading(
                            table.name().toString(),
                            null,
                            Math.min(unreadSince.getAsInt(), readVersion(table)),
                            0L,
                            List.of()));
        }
    }

    /// Enters a table whose rows came or went though the log does not say so: wholly, after this
    /// moment.
    void again(SourceTable table) {
        pending.removeIf(reading -> isPartToCome(table, reading));
        if (!isWholeToCome(table)) {
            pending.add(reading(table, null));
        }
    }

    /// The same, of some of its rows.
    void part(SourceTable table, String condition) {
        if (!isWholeToCome(table)) {
            pending.add(reading(table, condition));
        }
    }

    private PendingReading reading(SourceTable table, @Nullable String condition) {
        return new PendingReading(
                table.name().toString(), condition, readVersion(table), 0L, List.of());
    }

    private boolean isWholeToCome(SourceTable table) {
        return ofTable(table)
                .anyMatch(reading -> reading.getCondition() == null && reading.getEpoch() == 0);
    }

    private static boolean isPartToCome(SourceTable table, PendingReading reading) {
        return reading.getTable().equals(table.name().toString())
                && reading.getCondition() != null
                && reading.getRequests().isEmpty()
                && reading.getEpoch() == 0;
    }

    /// Takes the next change of a row.
    ///
    /// @param moved whether another key's deletion belongs to it
    /// @return whether it is to be sent
    boolean changed(
            SourceTable table,
            long transaction,
            @Nullable Object @Nullable [] before,
            @Nullable Object @Nullable [] after,
            boolean moved) {
        if (running != null && isTable(running, table)) {
            @Nullable Object @Nullable [] keyed = after == null ? before : after;
            return keyed == null
                    || running.merge().changed(transaction, key(table, keyed), after, moved);
        }
        if (after == null || pending.isEmpty() || ChunkMerge.isWhole(after)) {
            return true;
        }
        return isAll(held(table));
    }

    /// Rows in older columns than the reading's are none of its business: they were written before
    /// the table was altered, and every chunk is read after that.
    @SuppressWarnings("ReferenceEquality")
    private static boolean isTable(Running running, SourceTable table) {
        return running.table() == table;
    }

    /// Whether the halves of a changed key may name one another: only if each can be completed from
    /// what is held of the other.
    boolean joinsHalves(SourceTable table) {
        return pending.isEmpty() || isAll(held(table));
    }

    private static boolean isAll(boolean[] flags) {
        for (boolean flag : flags) {
            if (!flag) {
                return false;
            }
        }
        return true;
    }

    /// The columns whose cells were all read once, as they are now.
    private boolean[] held(SourceTable table) {
        Optional<PendingReading> whole =
                ofTable(table).filter(reading -> reading.getCondition() == null).findFirst();
        if (whole.isEmpty()) {
            boolean[] held = new boolean[table.columns().size()];
            Arrays.fill(held, true);
            return held;
        }
        return HeldColumns.of(
                table, definitions.find(table.name().toString(), whole.get().getVersion()));
    }

    /// Takes a TRUNCATE.
    void truncated(SourceTable table, long transaction) {
        if (running != null && running.table().name().equals(table.name())) {
            running.merge().truncated(transaction);
        }
    }

    /// Takes a message that announces an answer, at the end of its transaction.
    void announced(String message, Changes.Place place) {
        source.announcedBy(message).ifPresent(answer -> answered(answer, place));
    }

    private void answered(Answer answer, Changes.Place place) {
        Running current = running;
        if (current == null) {
            return;
        }
        switch (answer) {
            case Answer.Begun _ -> askNext(current, place);
            case Answer.Chunk chunk -> {
                altered(current.table());
                for (@Nullable Object[] row : current.merge().take(chunk, current.ask())) {
                    changes.send(current.table(), Operation.READ, row, row, null, place);
                }
                askNext(current, place);
            }
            case Answer.Refused answered -> refused(current.table(), answered.reason(), place);
        }
    }

    /// Who asked for the reading finds the reason in `offsets`. Nobody asked for one of a
    /// partition, whose rows are read with the whole table then.
    private void refused(SourceTable table, String reason, Changes.Place place) {
        LOG.atError()
                .addKeyValue("table", table.name())
                .addKeyValue("reason", reason)
                .log("The reading is given up: the source does not take its condition");
        PendingReading given = pending.getFirst();
        given.getRequests().forEach(id -> refused.add(new RefusedReading(id, reason)));
        while (refused.size() > MOST_REFUSED) {
            refused.removeFirst();
        }
        if (given.getRequests().isEmpty()) {
            again(table);
        }
        end(place);
    }

    private void askNext(Running current, Changes.Place place) {
        Ask ask = current.merge().next();
        if (ask != null) {
            running = new Running(current.table(), current.epoch(), current.merge(), ask);
            source.ask(ask);
            return;
        }
        if (pending.getFirst().getCondition() == null) {
            altered(current.table());
            LOG.atDebug()
                    .addKeyValue("version", changes.version(current.table()))
                    .log("Wholly read");
            changes.mark(
                    new SnapshotEnded(
                            List.of(current.table().name().toString()),
                            current.epoch(),
                            changes.sequence(),
                            place.since(),
                            place.position(),
                            place.committedAt()));
        }
        LOG.atInfo().addKeyValue("table", current.table().name()).log("Table is read");
        end(place);
    }

    private void end(Changes.Place place) {
        pending.removeFirst();
        running = null;
        begin(place);
    }

    /// Begins the first of the pending readings whose table is captured, unless one is being made.
    void begin(Changes.Place place) {
        if (running != null) {
            return;
        }
        for (int i = 0; i < pending.size(); i++) {
            SourceTable table = tables.get(TableName.parse(pending.get(i).getTable()));
            if (table != null) {
                PendingReading reading = pending.remove(i);
                pending.addFirst(reading);
                begin(reading, table, place);
                return;
            }
        }
    }

    private void begin(PendingReading reading, SourceTable table, Changes.Place place) {
        long epoch = changes.nextEpoch();
        pending.set(0, withEpoch(reading, epoch));
        changes.mark(
                new SnapshotBegan(
                        List.of(reading.getTable()),
                        epoch,
                        changes.sequence(),
                        place.since(),
                        place.position(),
                        place.committedAt()));
        ChunkMerge merge =
                new ChunkMerge(table, reading.getCondition(), held(table), row -> key(table, row));
        Ask ask = new Ask.Begin(table);
        running = new Running(table, epoch, merge, ask);
        source.ask(ask);
        LOG.atInfo().addKeyValue("table", table.name()).log("Table is being read");
    }

    private static String key(SourceTable table, @Nullable Object[] cells) {
        return Cells.identity(table, cells).toString();
    }
}
