package dev.sluice.publisher.full;

import dev.sluice.config.TablesConfig;
import dev.sluice.cut.Cut;
import dev.sluice.publisher.csv.TableLines;
import dev.sluice.publisher.definitions.CutDefinitions;
import dev.sluice.publisher.definitions.Definitions;
import dev.sluice.publisher.file.BuiltFile;
import dev.sluice.publisher.file.FileBuilder;
import dev.sluice.publisher.full.Groups.Group;
import dev.sluice.publisher.kafka.Clients;
import dev.sluice.publisher.kafka.PartitionReader;
import dev.sluice.publisher.scratch.Scratch;
import dev.sluice.publisher.scratch.Spool;
import dev.sluice.publisher.skip.OperatorSkips;
import dev.sluice.publisher.sort.RowSort;
import dev.sluice.record.CutReached;
import dev.sluice.record.SkippedRecord;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the full files of a cut from one partition of `rows`, for all tenants that need them, in
/// one pass.
///
/// Among the versions of a row that are in the cut the last counts, and a deletion is the last of
/// them: that is left to the sort, to which each version goes as the line it will be, so that a row
/// is decoded and encoded once and only bytes are moved from then on.
///
/// Used by one thread at a time.
public final class FullRebuild {

    private final Clients clients;
    private final OperatorSkips skips;
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
        this.skips = new OperatorSkips(clients);
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
    /// @throws InterruptedException if the thread is interrupted
    public FullFiles run(int partition, CutReached mark, Set<String> tenants, Spool spool)
            throws IOException, InterruptedException {
        Groups groups = new Groups(CutDefinitions.at(definitions, mark), tables, tenants);
        try (RowSort sort = new RowSort(scratch, sortMemoryBytes);
                FileBuilder builder = new FileBuilder(spool)) {
            List<SkippedRecord> skipped;
            try (PartitionReader reader = clients.reader(clients.topics().rows(), partition)) {
                skipped =
                        new RowsPass(groups, sort, new Cut(mark.getCut()), skips, clock)
                                .run(reader);
            }
            return new FullFiles(build(groups, sort, builder, tenants), skipped);
        }
    }

    private static Map<String, List<BuiltFile>> build(
            Groups groups, RowSort sort, FileBuilder builder, Set<String> tenants)
            throws IOException, InterruptedException {
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
}
