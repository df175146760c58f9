package dev.sluice.publisher;

import dev.sluice.cut.Cut;
import dev.sluice.key.MarkKey;
import dev.sluice.key.PushKey;
import dev.sluice.key.RowId;
import dev.sluice.key.RowKey;
import dev.sluice.key.SkipKey;
import dev.sluice.key.SortKey;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.ColumnKind;
import dev.sluice.record.CutCause;
import dev.sluice.record.CutReached;
import dev.sluice.record.Position;
import dev.sluice.record.Push;
import dev.sluice.record.PushState;
import dev.sluice.record.PushType;
import dev.sluice.record.Reading;
import dev.sluice.record.RowVersion;
import dev.sluice.record.SkippedRecord;
import dev.sluice.record.TableDefinition;
import dev.sluice.topic.DeletionHeaders;
import dev.sluice.topic.Partitions;
import dev.sluice.topic.Topics;
import dev.sluice.wire.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Writes `tables`, `rows` and `deltas` as capture and aggregator would for a source with tables of
/// an integer key and a text, `id` and `name`. One upstream partition.
final class Pipeline implements AutoCloseable {

    static final ColumnDefinition ID = column("id", ColumnKind.INTEGER, "bigint");
    static final ColumnDefinition TENANT = column("account_id", ColumnKind.INTEGER, "bigint");
    static final ColumnDefinition NAME = column("name", ColumnKind.TEXT, "text");
    static final ColumnDefinition NOTE = column("note", ColumnKind.TEXT, "text");

    private final Topics topics;
    private final int partitions;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Records records = new Records();
    private final Map<String, TableDefinition> definitions = new TreeMap<>();
    private final Map<Integer, TreeMap<RowOrder, ProducerRecord<byte[], byte[]>>> window =
            new TreeMap<>();
    private final Map<Integer, Long> rowCounts = new TreeMap<>();
    private final Map<String, Integer> readings = new TreeMap<>();
    private final List<SkippedRecord> skipped = new ArrayList<>();
    private long sequence;
    private long previous;
    private String unreadableIn = "";

    private record RowOrder(String tenant, String table, List<Byte> sortKey)
            implements Comparable<RowOrder> {

        @Override
        public int compareTo(RowOrder other) {
            int byTenant = tenant.compareTo(other.tenant);
            int byTable = byTenant != 0 ? byTenant : table.compareTo(other.table);
            return byTable != 0
                    ? byTable
                    : java.util.Arrays.compareUnsigned(bytes(sortKey), bytes(other.sortKey));
        }

        private static byte[] bytes(List<Byte> list) {
            byte[] bytes = new byte[list.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = list.get(i);
            }
            return bytes;
        }
    }

    Pipeline(String bootstrapServers, Topics topics, int partitions) {
        this.topics = topics;
        this.partitions = partitions;
        this.producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "5"),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    static ColumnDefinition column(String name, ColumnKind kind, String type) {
        return column(name, kind, type, 0);
    }

    static ColumnDefinition column(String name, ColumnKind kind, String type, int number) {
        return new ColumnDefinition(name, kind, type, false, number);
    }

    /// From now on the table is being read, with a version that was wholly read before, or 0.
    void reading(String table, int version) {
        readings.put(table, version);
    }

    /// The table is wholly read.
    void read(String table) {
        readings.remove(table);
    }

    /// From now on marks name the record.
    void skipped(SkippedRecord record) {
        skipped.add(record);
    }

    /// A new version of a table with these columns after `id` and `account_id`.
    void define(String table, ColumnDefinition... columns) {
        List<ColumnDefinition> all = new ArrayList<>(List.of(ID, TENANT));
        all.addAll(List.of(columns));
        TableDefinition before = definitions.get(table);
        int version = before == null ? 1 : before.getVersion() + 1;
        TableDefinition definition =
                new TableDefinition(
                        table,
                        version,
                        sequence + 1,
                        all,
                        List.of("id"),
                        List.of("id"),
                        "account_id");
        definitions.put(table, definition);
        send(topics.tables(), 0, table + "/" + version, records.encode(definition));
        producer.flush();
    }

    /// A row is written; the cells after `id` and `account_id`.
    void upsert(String tenant, String table, long id, @Nullable Object... cells) {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(id);
        all.add(Long.parseLong(tenant));
        all.addAll(java.util.Arrays.asList(cells));
        change(tenant, table, id, all);
    }

    /// A row is deleted.
    void delete(String tenant, String table, long id) {
        change(tenant, table, id, null);
    }

    /// A row whose record in a topic, `rows` or `deltas`, is one that nobody can read; the cells
    /// after `id` and `account_id`.
    void upsertUnreadably(
            String topic, String tenant, String table, long id, @Nullable Object... cells) {
        unreadableIn = topic;
        upsert(tenant, table, id, cells);
        unreadableIn = "";
    }

    /// Does what `sluice skip` does.
    void skip(String topic, int partition, long offset, String key) {
        send(
                topics.offsets(),
                0,
                new SkipKey(topic, partition, offset).toString(),
                records.encode(new SkippedRecord(topic, partition, offset, key, 1L)));
        producer.flush();
    }

    private byte[] valueIn(String topic, byte[] value) {
        return topic.equals(unreadableIn) ? new byte[] {1, 2, 3} : value;
    }

    private void change(
            String tenant, String table, long id, @Nullable List<@Nullable Object> cells) {
        int partition = Partitions.ofTenant(tenant, partitions);
        sequence++;
        byte[] sortKey = new SortKey().add(ColumnKind.INTEGER, id).toBytes();
        RowVersion row =
                RowVersion.newBuilder()
                        .setSequence(sequence)
                        .setSince(previous)
                        .setPosition(new Position(sequence, 0L))
                        .setCommittedAt(1_600_000_000_000_000L + sequence)
                        .setVersion(
                                java.util.Objects.requireNonNull(definitions.get(table))
                                        .getVersion())
                        .setUpstream(0)
                        .setSortKey(java.nio.ByteBuffer.wrap(sortKey))
                        .setCells(cells)
                        .build();
        String key = new RowKey(tenant, table, RowId.of(List.of(Long.toString(id)))).toString();
        byte[] value = records.encode(row);
        send(topics.rows(), partition, key, valueIn(topics.rows(), value));
        rowCounts.merge(partition, 1L, Long::sum);
        if (cells == null) {
            RecordHeaders headers = new RecordHeaders();
            new DeletionHeaders(previous, sequence, 0, sortKey).addTo(headers);
            var _ =
                    producer.send(
                            new ProducerRecord<>(
                                    topics.rows(), partition, utf8(key), null, headers));
        }
        if (previous != 0) {
            List<Byte> order = new ArrayList<>();
            for (byte b : sortKey) {
                order.add(b);
            }
            window.computeIfAbsent(partition, _ -> new TreeMap<>())
                    .put(
                            new RowOrder(tenant, table, order),
                            new ProducerRecord<>(
                                    topics.deltas(),
                                    partition,
                                    utf8(key),
                                    valueIn(topics.deltas(), value)));
        }
    }

    /// A cut is reached: its marks in `rows`, then its deltas and marks.
    void cut(Cut cut) {
        cut(cut, 0);
    }

    /// The same, with the marks of `deltas` counting so many more than there are.
    void cut(Cut cut, int miscount) {
        markRows(cut);
        for (int partition = 0; partition < partitions; partition++) {
            var deltas = ripe(partition);
            deltas.values()
                    .forEach(record -> {
                        var _ = producer.send(record);
                    });
            CutReached mark = mark(cut, partition, deltas.size() + miscount);
            var _ =
                    producer.send(
                            new ProducerRecord<>(
                                    topics.deltas(), partition, null, records.encode(mark)));
        }
        producer.flush();
        previous = cut.epochSecond();
    }

    private void markRows(Cut cut) {
        for (int partition = 0; partition < partitions; partition++) {
            CutReached mark = mark(cut, 0, rowCounts.getOrDefault(partition, 0L));
            var _ =
                    producer.send(
                            new ProducerRecord<>(
                                    topics.rows(), partition, MarkKey.of(0), records.encode(mark)));
        }
        rowCounts.clear();
    }

    private CutReached mark(Cut cut, int upstream, long count) {
        return new CutReached(
                cut.epochSecond(),
                previous,
                CutCause.SCHEDULED,
                List.of(),
                new Position(sequence, 0L),
                sequence,
                upstream,
                1,
                count,
                readings.entrySet().stream()
                        .map(reading -> new Reading(reading.getKey(), reading.getValue()))
                        .toList(),
                skipped);
    }

    /// The deltas of a window, taken; those of tables that are read for the first time stay.
    private TreeMap<RowOrder, ProducerRecord<byte[], byte[]>> ripe(int partition) {
        var all = window.getOrDefault(partition, new TreeMap<>());
        var ripe = new TreeMap<RowOrder, ProducerRecord<byte[], byte[]>>();
        all.forEach((order, record) -> {
            if (readings.getOrDefault(order.table(), 1) != 0) {
                ripe.put(order, record);
            }
        });
        ripe.keySet().forEach(all::remove);
        return ripe;
    }

    /// Somebody asks for a full push at the latest cut.
    void request(String tenant) {
        Push request =
                Push.newBuilder()
                        .setType(PushType.FULL)
                        .setCut(0)
                        .setState(PushState.REQUESTED)
                        .setPosition(new Position(0L, 0L))
                        .setTenantId("whoever")
                        .setPreviousCut(0)
                        .setPreviousPush(0)
                        .setBase(0)
                        .setFiles(List.of())
                        .setManifestSha256("")
                        .setCompressor("")
                        .setDeltasFrom(0)
                        .setDeltasTo(0)
                        .setAttempts(0)
                        .setReason("")
                        .setRequestedAt(1)
                        .setStagedAt(0)
                        .setDeliveredAt(0)
                        .setNextAttemptAt(0)
                        .build();
        send(
                topics.pushes(),
                Partitions.ofTenant(tenant, partitions),
                new PushKey(tenant, PushType.FULL, Cut.NONE).toString(),
                records.encode(request));
        producer.flush();
    }

    private void send(String topic, int partition, String key, byte[] value) {
        var _ = producer.send(new ProducerRecord<>(topic, partition, utf8(key), value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
