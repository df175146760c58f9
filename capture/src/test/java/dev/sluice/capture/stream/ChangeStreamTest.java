package dev.sluice.capture.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.capture.event.SourceEvent;
import dev.sluice.capture.reading.Answer;
import dev.sluice.capture.reading.Ask;
import dev.sluice.capture.reading.ChunkSource;
import dev.sluice.capture.source.LogMessages;
import dev.sluice.capture.source.SourceTable;
import dev.sluice.capture.unlogged.Standing;
import dev.sluice.capture.unlogged.Standings;
import dev.sluice.cut.Cut;
import dev.sluice.cut.CutSchedule;
import dev.sluice.record.Change;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.ColumnKind;
import dev.sluice.record.CutCause;
import dev.sluice.record.CutReached;
import dev.sluice.record.Operation;
import dev.sluice.record.SourceOffset;
import dev.sluice.record.TableDefinition;
import dev.sluice.record.Unchanged;
import dev.sluice.table.TableName;
import dev.sluice.wire.Records;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeStreamTest {

    private static final int PARTITIONS = 4;
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final CutSchedule SCHEDULE = CutSchedule.of("0 22 * * *", "0 22 * * SUN");
    private static final SourceTable TABLE =
            new SourceTable(
                    TableName.parse("t"),
                    List.of(
                            new ColumnDefinition("id", ColumnKind.INTEGER, "bigint", false, 1),
                            new ColumnDefinition("account_id", ColumnKind.INTEGER, "int", false, 2),
                            new ColumnDefinition("note", ColumnKind.TEXT, "text", true, 3)),
                    List.of("int8", "int4", "text"),
                    List.of(0),
                    List.of(0),
                    1,
                    false,
                    OptionalInt.empty());

    static {
        // Avro copies only records that it is told to trust.
        var _ = new Records();
    }

    private final Recorder recorder = new Recorder();

    /// Keeps what it is given.
    private static final class Recorder implements Sink {

        private final List<Change> changes = new ArrayList<>();
        private final List<CutReached> marks = new ArrayList<>();
        private final List<SpecificRecord> snapshots = new ArrayList<>();
        private final List<TableDefinition> definitions = new ArrayList<>();

        @Override
        public void change(int partition, byte[] key, SourceTable table, Change change) {
            changes.add(change);
        }

        @Override
        public void mark(int partition, SpecificRecord mark) {
            if (mark instanceof CutReached cut) {
                marks.add(cut);
            } else if (partition == 0) {
                snapshots.add(mark);
            }
        }

        @Override
        public void definition(TableDefinition definition) {
            definitions.add(definition);
        }

        List<String> cuts() {
            return marks.stream().map(m -> new Cut(m.getCut()).toString()).distinct().toList();
        }
    }

    /// A source that says nothing of its tables.
    private static final class NothingToSee implements Standings {

        @Override
        public Map<TableName, Standing> now() {
            return Map.of();
        }

        @Override
        public Optional<Map<TableName, Standing>> changed() {
            return Optional.empty();
        }

        @Override
        public Optional<String> condition(long partition) {
            throw new AssertionError(partition);
        }
    }

    /// A source that nobody asks.
    private static final class NothingToRead implements ChunkSource {

        @Override
        public void ask(Ask ask) {
            throw new AssertionError(ask);
        }

        @Override
        public Optional<Answer> announcedBy(String message) {
            return Optional.empty();
        }
    }

    private ChangeStream from(SourceOffset offset) {
        Definitions definitions = new Definitions();
        recorder.definitions.forEach(definitions::published);
        return new ChangeStream(
                offset,
                List.of(TABLE),
                definitions,
                SCHEDULE,
                Clock.fixed(NOW, ZoneOffset.UTC),
                () -> Instant.parse("2026-11-22T12:00:00Z"),
                new NothingToSee(),
                new NothingToRead(),
                recorder);
    }

    /// A stream whose snapshot, of nothing, ended at noon three days ago.
    private ChangeStream afterSnapshot() {
        ChangeStream stream = from(ChangeStream.fresh(PARTITIONS));
        stream.accept(begin(1, "2026-11-22T12:00:00Z"));
        stream.accept(end(100));
        return stream;
    }

    private static SourceEvent begin(long id, String at) {
        return new SourceEvent.Begin(id, Instant.parse(at));
    }

    private static SourceEvent end(long lsn) {
        return new SourceEvent.End(lsn, Map.of("lsn", Long.toString(lsn)));
    }

    private static SourceEvent insert(long id) {
        return new SourceEvent.Row(
                TABLE, Operation.INSERT, null, new Object[] {id, 1L, "n" + id}, null, NOW);
    }

    private static SourceEvent read(long id, String moment) {
        return new SourceEvent.Read(
                TABLE, new Object[] {id, 1L, "n" + id}, Instant.parse(moment), 40);
    }

    private static void accept(ChangeStream stream, SourceEvent... events) {
        for (SourceEvent event : events) {
            stream.accept(event);
        }
    }

    @Test
    void definesEveryTableWhenTheSnapshotBeginsThoughItReadsNothing() {
        // When
        afterSnapshot();

        // Then
        assertThat(recorder.changes).isEmpty();
        assertThat(recorder.definitions).extracting(TableDefinition::getTable).containsExactly("t");
        assertThat(recorder.definitions.getFirst().getSequence())
                .as("holds at the first cut, as the publisher reads it")
                .isEqualTo(recorder.marks.getFirst().getSequence() + 1);
    }

    @Test
    void marksEveryMissedCutInOrderBeforeTheFirstTransactionPastIt() {
        // Given
        ChangeStream stream = afterSnapshot();

        // When
        accept(stream, begin(2, "2026-11-22T21:59:59.999Z"), insert(1), end(200));
        accept(stream, begin(3, "2026-11-24T22:00:00Z"), insert(2), end(300));

        // Then
        assertThat(recorder.cuts())
                .containsExactly(
                        "2026-11-22T12:00:00Z",
                        "2026-11-22T22:00:00Z",
                        "2026-11-23T22:00:00Z",
                        "2026-11-24T22:00:00Z");
        assertThat(recorder.changes)
                .extracting(change -> new Cut(change.getSince()).toString())
                .containsExactly("2026-11-22T12:00:00Z", "2026-11-24T22:00:00Z");
        assertThat(
                        recorder.marks.stream()
                                .filter(m ->
                                        m.getCut()
                                                == Cut.parse("2026-11-22T22:00:00Z").epochSecond())
                                .mapToLong(CutReached::getCount)
                                .sum())
                .isEqualTo(1);
    }

    @Test
    void neverGoesBackThoughCommitTimesDo() {
        // Given
        ChangeStream stream = afterSnapshot();
        accept(stream, begin(2, "2026-11-22T22:00:01Z"), insert(1), end(200));

        // When
        accept(stream, begin(3, "2026-11-22T21:59:58Z"), insert(2), end(300));

        // Then
        assertThat(recorder.changes)
                .extracting(Change::getSince)
                .containsOnly(Cut.parse("2026-11-22T22:00:00Z").epochSecond());
    }

    @Test
    void answersARequestAfterItsTransactionByItsCommitSecond() {
        // Given
        ChangeStream stream = afterSnapshot();

        // When
        accept(
                stream,
                begin(2, "2026-11-22T14:05:31.5Z"),
                new SourceEvent.Message(LogMessages.CUT, "r1"),
                end(200));
        accept(
                stream,
                begin(3, "2026-11-22T14:05:31.7Z"),
                new SourceEvent.Message(LogMessages.CUT, "r2"),
                end(300));

        // Then
        assertThat(recorder.cuts())
                .containsExactly(
                        "2026-11-22T12:00:00Z", "2026-11-22T14:05:31Z", "2026-11-22T14:05:32Z");
        assertThat(recorder.marks.getLast().getRequests()).containsExactly("r2");
        assertThat(recorder.marks.getLast().getCause()).isEqualTo(CutCause.REQUESTED);
    }

    @Test
    void marksAScheduledTimeOnceThoughARequestReachesIt() {
        // Given
        ChangeStream stream = afterSnapshot();
        SourceEvent request = new SourceEvent.Message(LogMessages.CUT, "r");
        accept(stream, begin(2, "2026-11-22T21:59:59.1Z"), request, end(200));
        accept(stream, begin(3, "2026-11-22T21:59:59.2Z"), request, end(300));

        // When
        accept(stream, begin(4, "2026-11-22T22:00:00.1Z"), end(400));

        // Then
        assertThat(recorder.cuts())
                .containsExactly(
                        "2026-11-22T12:00:00Z", "2026-11-22T21:59:59Z", "2026-11-22T22:00:00Z");
    }

    @Test
    void stopsAtACommitTimeInTheFuture() {
        ChangeStream stream = afterSnapshot();
        assertThatExceptionOfType(CommitTimeException.class)
                .isThrownBy(() -> stream.accept(begin(2, "2026-11-25T12:05:01Z")))
                .withMessageContaining("2026-11-25T12:05:01Z");
    }

    @Test
    void refusesALogThatGoesOnWithAnotherTransaction() {
        // Given
        ChangeStream stream = afterSnapshot();
        accept(stream, begin(2, "2026-11-22T13:00:00Z"), insert(1), insert(2));
        ChangeStream next = from(stream.offset());

        // When, Then
        assertThatExceptionOfType(LogBrokenException.class)
                .isThrownBy(() -> next.accept(begin(3, "2026-11-22T13:00:00Z")))
                .withMessageContaining("transaction 3");
    }

    /// The log is lost after two of three changes of a transaction: no cut shows the half of it.
    @Test
    void readsAgainAfterTheLastCutAndMarksTheNextOneAtTheEndOnly() {
        // Given
        ChangeStream stream = afterSnapshot();
        accept(stream, begin(2, "2026-11-22T13:00:00Z"), insert(1), insert(2));
        long first = Cut.parse("2026-11-22T12:00:00Z").epochSecond();

        // When
        ChangeStream interrupted = from(ChangeStream.readingAgain(stream.offset()));
        accept(interrupted, read(1, "2026-11-24T10:00:00Z"));
        ChangeStream next = from(interrupted.offset());
        accept(next, read(1, "2026-11-24T11:00:00Z"), read(3, "2026-11-24T11:00:00Z"));
        accept(next, begin(9, "2026-11-24T22:00:00Z"), insert(4), end(50));

        // Then
        assertThat(recorder.cuts())
                .containsExactly(
                        "2026-11-22T12:00:00Z", "2026-11-24T11:00:00Z", "2026-11-24T22:00:00Z");
        assertThat(recorder.changes)
                .extracting(Change::getSequence, Change::getSince, Change::getEpoch)
                .containsExactly(
                        tuple(1L, first, 1L),
                        tuple(2L, first, 1L),
                        tuple(3L, first, 2L),
                        tuple(4L, first, 3L),
                        tuple(5L, first, 3L),
                        tuple(6L, Cut.parse("2026-11-24T22:00:00Z").epochSecond(), 3L));
        assertThat(
                        recorder.marks.stream()
                                .filter(mark -> mark.getPrevious() == first)
                                .mapToLong(CutReached::getCount)
                                .sum())
                .isEqualTo(5);
        assertThat(recorder.snapshots)
                .extracting(
                        mark -> mark.getSchema().getName(),
                        mark -> mark.get(mark.getSchema().getField("since").pos()))
                .containsExactly(
                        tuple("SnapshotBegan", 0L),
                        tuple("SnapshotEnded", 0L),
                        tuple("SnapshotBegan", first),
                        tuple("SnapshotBegan", first),
                        tuple("SnapshotEnded", first));
    }

    @Test
    void namesTheCutOfASnapshotAfterTheLastOneThoughTheSourcesClockIsBehind() {
        // Given
        ChangeStream stream = from(ChangeStream.readingAgain(afterSnapshot().offset()));

        // When
        accept(stream, read(1, "2026-11-22T11:00:00Z"), begin(9, "2026-11-22T11:00:01Z"));

        // Then
        assertThat(recorder.cuts()).containsExactly("2026-11-22T12:00:00Z", "2026-11-22T12:00:01Z");
    }

    @Test
    void tellsOmittedCellsFromNulls() {
        ChangeStream stream = afterSnapshot();
        accept(
                stream,
                begin(2, "2026-11-22T13:00:00Z"),
                new SourceEvent.Row(
                        TABLE,
                        Operation.UPDATE,
                        null,
                        new Object[] {1L, null, new Unchanged()},
                        null,
                        NOW));
        Change change = recorder.changes.getLast();
        assertThat(change.getTenantKnown()).isTrue();
        assertThat(change.getTenant()).isNull();
        assertThat(change.getCells()).containsExactly(1L, null, new Unchanged());
    }

    /// Whatever the batches and wherever it is stopped: the records are those of one run.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void writesTheSameWhereverItIsStopped(long seed) {
        // Given
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
        List<List<SourceEvent>> transactions = new ArrayList<>();
        Instant at = Instant.parse("2026-11-22T12:00:00Z");
        for (int i = 0; i < 60; i++) {
            List<SourceEvent> events = new ArrayList<>();
            at = at.plusSeconds(random.nextLong(-5, 4_000));
            events.add(new SourceEvent.Begin(i + 1, at));
            for (int n = random.nextInt(8); n > 0; n--) {
                events.add(
                        random.nextInt(10) == 0
                                ? new SourceEvent.Message(LogMessages.CUT, "r" + i + "/" + n)
                                : insert(random.nextLong(50)));
            }
            events.add(end(100L * (i + 1)));
            transactions.add(events);
        }
        ChangeStream whole = from(ChangeStream.fresh(PARTITIONS));
        transactions.forEach(events -> events.forEach(whole::accept));
        List<Change> changes = List.copyOf(recorder.changes);
        List<CutReached> marks = List.copyOf(recorder.marks);
        recorder.changes.clear();
        recorder.marks.clear();
        recorder.definitions.clear();

        // When
        SourceOffset committed = ChangeStream.fresh(PARTITIONS);
        int restarts = 0;
        boolean done = false;
        while (!done) {
            ChangeStream stream = from(committed);
            committed = stream.offset();
            done = true;
            for (List<SourceEvent> events : transactions) {
                if (((SourceEvent.End) events.getLast()).lsn() <= committed.getCommit()) {
                    continue;
                }
                for (SourceEvent event : events) {
                    stream.accept(event);
                    if (random.nextInt(12) == 0 && restarts < 200) {
                        restarts++;
                        done = false;
                        break;
                    }
                }
                if (!done) {
                    committed = stream.offset();
                    break;
                }
            }
        }

        // Then
        assertThat(restarts).as("seed %d", seed).isPositive();
        assertThat(recorder.changes).as("seed %d", seed).isEqualTo(changes);
        assertThat(recorder.marks).as("seed %d", seed).isEqualTo(marks);
    }
}
