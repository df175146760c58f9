package dev.sluice.publisher.full;

import dev.sluice.config.TablesConfig;
import dev.sluice.cut.Cut;
import dev.sluice.key.MarkKey;
import dev.sluice.publisher.csv.CsvBuffer;
import dev.sluice.publisher.csv.TableLines;
import dev.sluice.publisher.definitions.Definitions;
import dev.sluice.publisher.file.BuiltFile;
import dev.sluice.publisher.file.FileBuilder;
import dev.sluice.publisher.full.Groups.Group;
import dev.sluice.publisher.kafka.Clients;
import dev.sluice.publisher.kafka.PartitionReader;
import dev.sluice.publisher.kafka.Unreadable;
import dev.sluice.publisher.row.RowView;
import dev.sluice.publisher.scratch.Scratch;
import dev.sluice.publisher.scratch.Spool;
import dev.sluice.publisher.sort.RowSort;
import dev.sluice.record.CutReached;
import dev.sluice.topic.DeletionHeaders;
import dev.sluice.wire.Records;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the full files of a cut from one partition of `rows`, for all tenants that need them, in
/// one pass.
///
/// `rows` holds versions of many windows side by side, and what follows the cut besides. A version
/// is in cut C exactly if its `since` is less than C, wherever it stands; and when every upstream
/// partition has sent the mark of C, no such version can follow. Among the versions of a row the
/// last counts, and a deletion is the last of them: that is left to the sort, to which each version
/// goes as the line it will be, so that a row is decoded and encoded once and only bytes are moved
/// from then on.
///
/// Used by one thread at a time.
public final class FullRebuild {

    private static final Logger LOG = LoggerFactory.getLogger(FullRebuild.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Clients clients;
    private final Definitions definitions;
    private final TablesConfig tables;
    private final Scratch scratch;
    private final long sortMemoryBytes;
    private final Clock clock;

    /// @param clients where `rows` is
    /// @param definitions of the tables
    /// @param tables which are published
    /// @param scratch for the runs of the sort
    /// @param sortMemoryBytes what the sort may use
    /// @param clock tells which windows are too old to be counted
    public FullRebuild(
            Clients clients,
            Definitions definitions,
            TablesConfig tables,
            Scratch scratch,
            long sortMemoryBytes,
            Clock clock) {
        this.clients = clients;
        this.definitions = definitions;
        this.tables = tables;
        this.scratch = scratch;
        this.sortMemoryBytes = sortMemoryBytes;
        this.clock = clock;
    }

    /// Makes the files.
    ///
    /// @param partition of `rows`
    /// @param mark of the cut
    /// @param tenants whose files are wanted, by the tenant column's text
    /// @param spool takes the files
    /// @return the files of each of the tenants, sorted by table: one for each table that there is
    ///   at the cut
    /// @throws InterruptedException if the thread is interrupted
    public Map<String, List<BuiltFile>> run(
            int partition, CutReached mark, Set<String> tenants, Spool spool)
            throws IOException, InterruptedException {
        Groups groups = new Groups(definitions, tables, tenants, mark.getSequence());
        try (RowSort sort = new RowSort(scratch, sortMemoryBytes);
                FileBuilder builder = new FileBuilder(spool)) {
            Pass pass = new Pass(groups, sort, mark.getCut());
            try (PartitionReader reader = clients.reader(clients.topics().rows(), partition)) {
                pass.run(reader);
            }
            return build(groups, sort, builder, tenants);
        }
    }

    private static Map<String, List<BuiltFile>> build(
            Groups groups, RowSort sort, FileBuilder builder, Set<String> tenants)
            throws IOException {
        Map<String, List<BuiltFile>> files = new HashMap<>();
        tenants.forEach(tenant -> files.put(tenant, new ArrayList<>()));
        Filler filler = new Filler(groups, builder, files);
        sort.drain(filler);
        filler.finish();
        List<TableLines> every = groups.tables();
        for (List<BuiltFile> some : files.values()) {
            Set<String> present = new HashSet<>();
            some.forEach(file -> present.add(file.table()));
            for (TableLines lines : every) {
                if (!present.contains(lines.layout().table())) {
                    builder.begin(lines.layout());
                    some.add(builder.finish());
                }
            }
            some.sort(Comparator.comparing(BuiltFile::table));
        }
        return files;
    }

    /// Fills files with the rows that the sort gives.
    private static final class Filler implements RowSort.Rows {

        private final Groups groups;
        private final FileBuilder builder;
        private final Map<String, List<BuiltFile>> files;
        private @Nullable Group current;

        Filler(Groups groups, FileBuilder builder, Map<String, List<BuiltFile>> files) {
            this.groups = groups;
            this.builder = builder;
            this.files = files;
        }

        @Override
        public void row(int number, byte[] bytes, int offset, int length) throws IOException {
            if (current == null || current.number() != number) {
                finish();
                Group group = groups.get(number);
                current = group;
                builder.begin(group.lines().layout());
            }
            builder.row(bytes, offset, length);
        }

        void finish() throws IOException {
            Group group = current;
            if (group != null) {
                files.computeIfAbsent(group.tenant(), _ -> new ArrayList<>()).add(builder.finish());
            }
        }
    }

    /// One pass over the partition, from its beginning until every upstream has reached the cut.
    private final class Pass {

        private final Groups groups;
        private final RowSort sort;
        private final long cut;
        private final UpstreamCounts counts = new UpstreamCounts(clock);
        private final Records records = new Records();
        private final RowView row = new RowView();
        private final CsvBuffer line = new CsvBuffer();

        Pass(Groups groups, RowSort sort, long cut) {
            this.groups = groups;
            this.sort = sort;
            this.cut = cut;
        }

        void run(PartitionReader reader) throws IOException, InterruptedException {
            Instant quietSince = clock.instant();
            while (!counts.isComplete()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                List<ConsumerRecord<byte[], byte[]>> batch = reader.poll();
                for (ConsumerRecord<byte[], byte[]> record : batch) {
                    take(record);
                }
                if (!batch.isEmpty()) {
                    quietSince = clock.instant();
                } else if (clock.instant().isAfter(quietSince.plus(PATIENCE))) {
                    LOG.atWarn()
                            .addKeyValue("cut", new Cut(cut))
                            .addKeyValue("missing", counts.missing())
                            .log("A rebuild waits for marks in rows");
                    quietSince = clock.instant();
                }
            }
        }

        private void take(ConsumerRecord<byte[], byte[]> record)
                throws IOException, InterruptedException {
            try {
                if (MarkKey.isMark(record.key())) {
                    mark(record);
                } else if (record.value() == null) {
                    deletion(record);
                } else {
                    row(record);
                }
            } catch (IllegalArgumentException e) {
                throw Unreadable.of(record, e);
            }
        }

        private void mark(ConsumerRecord<byte[], byte[]> record) {
            if (record.value() != null
                    && Unreadable.decode(records, record) instanceof CutReached mark) {
                counts.mark(mark, cut);
            }
        }

        private void row(ConsumerRecord<byte[], byte[]> record)
                throws IOException, InterruptedException {
            row.readHead(record.value());
            counts.add(row.upstream(), row.since());
            Group group = row.since() < cut ? groups.of(record.key()) : null;
            if (group == null) {
                return;
            }
            if (row.isDeletion()) {
                sort.addDeletion(group.number(), row.sortKey(), row.sequence());
                return;
            }
            row.readCells();
            line.clear();
            group.lines().live(row, line);
            sort.add(group.number(), row.sortKey(), row.sequence(), line.bytes(), line.length());
        }

        /// The null that follows a deletion, which compaction may have left alone.
        private void deletion(ConsumerRecord<byte[], byte[]> record) throws IOException {
            DeletionHeaders headers = DeletionHeaders.of(record.headers());
            Group group = headers.since() < cut ? groups.of(record.key()) : null;
            if (group != null) {
                sort.addDeletion(group.number(), headers.sortKey(), headers.sequence());
            }
        }
    }
}
