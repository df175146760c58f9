package dev.sluice.aggregator;

import dev.sluice.key.ChangeKey;
import dev.sluice.key.SortKey;
import dev.sluice.record.Change;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.ColumnKind;
import dev.sluice.record.CutCause;
import dev.sluice.record.CutReached;
import dev.sluice.record.Operation;
import dev.sluice.record.Position;
import dev.sluice.record.Reading;
import dev.sluice.record.SnapshotBegan;
import dev.sluice.record.SnapshotEnded;
import dev.sluice.record.TableDefinition;
import dev.sluice.record.Truncated;
import dev.sluice.topic.Partitions;
import dev.sluice.wire.Records;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// Writes `changes` as capture does: gapless sequences, every partition marked, every mark counted.
/// Rows have an integer primary key, which is the identity.
final class CaptureStub {

    /// One record of `changes`.
    record Sent(int partition, byte @Nullable [] key, byte[] value) {}

    private final Records records = new Records();
    private final long[] counts;
    private final Consumer<Sent> out;
    private final Consumer<TableDefinition> definitions;
    private final Map<String, Integer> versions = new HashMap<>();
    private final Map<String, Integer> readings = new LinkedHashMap<>();
    private long sequence;
    private long cut;
    private long epoch;

    CaptureStub(int partitions, Consumer<Sent> out, Consumer<TableDefinition> definitions) {
        this.counts = new long[partitions];
        this.out = out;
        this.definitions = definitions;
    }

    /// The version of a table's definition that changes have now; 0 if there is none yet.
    int version(String table) {
        return versions.getOrDefault(table, 0);
    }

    /// A column of text that the log may leave out.
    static ColumnDefinition wide(String name, int number) {
        return new ColumnDefinition(name, ColumnKind.TEXT, "text", true, number);
    }

    static ColumnDefinition integer(String name, int number) {
        return new ColumnDefinition(name, ColumnKind.INTEGER, "bigint", false, number);
    }

    /// Publishes the next version of a table. The first, unless one is published before it, comes
    /// with the first change, and has the columns `id`, `text` (which the log may leave out) and
    /// `number`.
    void define(String table, ColumnDefinition... columns) {
        definitions.accept(
                new TableDefinition(
                        table,
                        versions.merge(table, 1, Integer::sum),
                        sequence + 1,
                        List.of(columns),
                        List.of("id"),
                        List.of("id"),
                        "tenant"));
    }

    static List<@Nullable Object> cells(@Nullable Object... cells) {
        return new ArrayList<>(Arrays.asList(cells));
    }

    static String key(String table, long id) {
        return new ChangeKey(table, Long.toString(id)).toString();
    }

    static byte[] sortKey(long id) {
        return new SortKey().add(ColumnKind.INTEGER, id).toBytes();
    }

    long lastSequence() {
        return sequence;
    }

    long lastCut() {
        return cut;
    }

    void insert(String table, long id, @Nullable String tenant, @Nullable Object... cells) {
        upsert(Operation.INSERT, table, id, tenant, cells, null);
    }

    void update(String table, long id, @Nullable String tenant, @Nullable Object... cells) {
        upsert(Operation.UPDATE, table, id, tenant, cells, null);
    }

    void read(String table, long id, @Nullable String tenant, @Nullable Object... cells) {
        upsert(Operation.READ, table, id, tenant, cells, null);
    }

    /// As under the default replica identity: the log does not tell the tenant.
    void delete(String table, long id) {
        deletion(table, id, null);
    }

    void changeKey(
            String table, long from, long to, @Nullable String tenant, @Nullable Object... cells) {
        deletion(table, from, key(table, to));
        upsert(Operation.INSERT, table, to, tenant, cells, key(table, from));
    }

    void truncate(String table) {
        sequence++;
        all(new Truncated(table, sequence, cut, position(), at()));
    }

    /// @return its epoch
    long snapshotBegan(String... tables) {
        epoch++;
        all(new SnapshotBegan(List.of(tables), epoch, sequence, cut, position(), at()));
        return epoch;
    }

    void snapshotEnded(String... tables) {
        snapshotEnded(epoch, tables);
    }

    void snapshotEnded(long endedEpoch, String... tables) {
        all(new SnapshotEnded(List.of(tables), endedEpoch, sequence, cut, position(), at()));
    }

    /// From now on a table has to be read, or is being read.
    ///
    /// @param version the newest that was wholly read before, 0 if none was
    void readingPending(String table, int version) {
        readings.put(table, version);
    }

    void readingOver(String table) {
        readings.remove(table);
    }

    void cut(long name) {
        for (int partition = 0; partition < counts.length; partition++) {
            emit(partition, null, mark(name, counts[partition]));
            counts[partition] = 0;
        }
        cut = name;
    }

    CutReached mark(long name, long count) {
        return new CutReached(
                name,
                cut,
                CutCause.SCHEDULED,
                List.of(),
                position(),
                sequence,
                0,
                1,
                count,
                readings.entrySet().stream()
                        .map(reading -> new Reading(reading.getKey(), reading.getValue()))
                        .toList(),
                List.of());
    }

    void deletion(String table, long id, @Nullable String counterpart) {
        send(table, id, change(Operation.DELETE, id).setCounterpart(counterpart).build());
    }

    private void upsert(
            Operation operation,
            String table,
            long id,
            @Nullable String tenant,
            @Nullable Object[] cells,
            @Nullable String counterpart) {
        send(table, id, upsert(operation, id, tenant, cells).setCounterpart(counterpart).build());
    }

    /// An upsert, to be sent.
    Change.Builder upsert(
            Operation operation, long id, @Nullable String tenant, @Nullable Object[] cells) {
        return change(operation, id).setTenantKnown(true).setTenant(tenant).setCells(cells(cells));
    }

    /// An update, to be sent.
    Change.Builder update(@Nullable String tenant, long id, @Nullable Object... cells) {
        return upsert(Operation.UPDATE, id, tenant, cells);
    }

    Change.Builder change(Operation operation, long id) {
        sequence++;
        return Change.newBuilder()
                .setSequence(sequence)
                .setSince(cut)
                .setPosition(position())
                .setCommittedAt(at())
                .setTransaction(sequence)
                .setEpoch(epoch)
                .setOperation(operation)
                .setVersion(1)
                .setTenantKnown(false)
                .setTenant(null)
                .setId(Long.toString(id))
                .setSortKey(ByteBuffer.wrap(sortKey(id)))
                .setCells(null);
    }

    void send(String table, long id, Change sent) {
        if (!versions.containsKey(table)) {
            define(table, integer("id", 1), wide("text", 2), integer("number", 3));
        }
        Change change = Change.newBuilder(sent).setVersion(versions.getOrDefault(table, 1)).build();
        byte[] key = new ChangeKey(table, Long.toString(id)).bytes();
        int partition = Partitions.ofChange(key, counts.length);
        counts[partition]++;
        emit(partition, key, change);
    }

    private void all(SpecificRecord mark) {
        for (int partition = 0; partition < counts.length; partition++) {
            emit(partition, null, mark);
        }
    }

    private void emit(int partition, byte @Nullable [] key, SpecificRecord record) {
        out.accept(new Sent(partition, key, records.encode(record)));
    }

    private Position position() {
        return new Position(sequence * 8, 0L);
    }

    private long at() {
        return sequence * 1_000;
    }
}
