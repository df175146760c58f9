package dev.sluice.publisher.incremental;

import dev.sluice.config.TableConfig;
import dev.sluice.config.TablesConfig;
import dev.sluice.key.RowKey;
import dev.sluice.publisher.csv.TableLines;
import dev.sluice.publisher.definitions.CutDefinitions;
import dev.sluice.publisher.file.BuiltFile;
import dev.sluice.publisher.file.FileBuilder;
import dev.sluice.publisher.kafka.Unreadable;
import dev.sluice.publisher.row.RowView;
import dev.sluice.publisher.scratch.Spool;
import dev.sluice.publisher.skip.OperatorSkips;
import dev.sluice.publisher.skip.UntoldRows;
import dev.sluice.record.CutReached;
import dev.sluice.record.TableDefinition;
import dev.sluice.table.TableName;
import dev.sluice.wire.UnreadableRecordException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// The deltas of one partition between two cuts, turned into files as they stream by. The
/// aggregator has sorted them by tenant, table and primary key, so that one file is open at a time;
/// a window that is not sorted so stops the publisher.
///
/// The layout of a table's file is the table's definition at the cut, but which definition that is
/// only the mark says, at the window's end. Definitions rarely change, so the window is written
/// with the newest, and [#isWrittenAsOf(CutDefinitions)] says in the end whether that was right; if
/// not, the window is read again with the answer known.
///
/// Not thread-safe.
public final class Window implements AutoCloseable {

    private final CutDefinitions definitions;
    private final TablesConfig tables;
    private final Set<String> tenants;
    private final Spool spool;
    private final FileBuilder builder;
    private final FileLines fileLines;
    private final OperatorSkips skips;
    private final UntoldRows untold;
    private final RowView row = new RowView();
    private final Map<String, Optional<TableLines>> lines = new HashMap<>();
    private final Map<String, List<BuiltFile>> files = new HashMap<>();
    private final Set<String> begun = new HashSet<>();
    private String tenant = "";
    private byte[] prefix = {};
    private @Nullable TableLines current;
    private long count;

    /// @param definitions whose layouts the files have
    /// @param tables which are published
    /// @param tenants whose files are wanted, by the tenant column's text
    /// @param untold the keys of rows whose last delta was skipped
    /// @param skips tells which deltas that cannot be read are to be passed
    /// @param spool takes the files; closed with the window
    public Window(
            CutDefinitions definitions,
            TablesConfig tables,
            Set<String> tenants,
            Set<String> untold,
            OperatorSkips skips,
            Spool spool) {
        this.definitions = definitions;
        this.tables = tables;
        this.tenants = Set.copyOf(tenants);
        this.untold = new UntoldRows(untold);
        this.skips = skips;
        this.spool = spool;
        this.builder = new FileBuilder(spool);
        this.fileLines = new FileLines(builder);
    }

    /// Takes the next delta.
    ///
    /// @throws Unreadable if it cannot be used, and no operator said that it is to be passed
    public void add(ConsumerRecord<byte[], byte[]> delta) throws IOException, InterruptedException {
        count++;
        try {
            write(delta);
            untold.tell(delta.key());
        } catch (IllegalArgumentException | UnreadableRecordException e) {
            untold.skip(skips.pass(delta, Unreadable.of(delta, e)));
        } catch (Unreadable e) {
            untold.skip(skips.pass(delta, e));
        }
    }

    private void write(ConsumerRecord<byte[], byte[]> delta)
            throws IOException, InterruptedException {
        if (delta.value() == null) {
            throw new Unreadable(delta, "it has no value");
        }
        byte[] key = delta.key();
        int prefixLength = prefixLength(delta);
        if (!Arrays.equals(key, 0, prefixLength, prefix, 0, prefix.length)) {
            beginTable(delta, Arrays.copyOf(key, prefixLength));
        }
        TableLines into = current;
        if (into != null) {
            fileLines.add(delta, into);
        }
    }

    /// The length of `tenant/table/`, which all rows of one file have in common.
    private static int prefixLength(ConsumerRecord<byte[], byte[]> delta) {
        byte[] key = delta.key();
        int slashes = 0;
        for (int i = 0; i < key.length; i++) {
            if (key[i] == '/' && ++slashes == 2) {
                return i + 1;
            }
        }
        throw new Unreadable(delta, "its key is not \"tenant/table/id\"");
    }

    /// Nothing changes if the delta cannot be used: the next may be of the table before.
    private void beginTable(ConsumerRecord<byte[], byte[]> delta, byte[] nextPrefix)
            throws IOException, InterruptedException {
        RowKey key = RowKey.parse(delta.key());
        String name = key.tenant() + "/" + key.table();
        if (begun.contains(name)) {
            throw new Unreadable(
                    delta, "the deltas of its tenant and table are not together in their window");
        }
        Optional<TableLines> found =
                key.tenant() != null && tenants.contains(key.tenant())
                        ? lines(delta, key.table())
                        : Optional.empty();
        finishFile();
        begun.add(name);
        prefix = nextPrefix;
        tenant = key.tenant() == null ? "" : key.tenant();
        current = found.orElse(null);
        if (found.isPresent()) {
            builder.begin(found.get().layout());
        }
    }

    /// Nothing for a table that the configuration does not have, or that has no files yet.
    private Optional<TableLines> lines(ConsumerRecord<byte[], byte[]> delta, String table)
            throws InterruptedException {
        Optional<TableLines> known = lines.get(table);
        if (known == null) {
            Optional<TableConfig> config = tables.find(TableName.parse(table));
            known =
                    config.isEmpty() || definitions.isUnread(table)
                            ? Optional.empty()
                            : Optional.of(lines(delta, table, config.get()));
            lines.put(table, known);
        }
        return known;
    }

    private TableLines lines(ConsumerRecord<byte[], byte[]> delta, String table, TableConfig config)
            throws InterruptedException {
        row.readHead(delta.value());
        definitions.versions().version(table, row.version());
        Optional<TableDefinition> definition = definitions.of(table);
        if (definition.isEmpty()) {
            throw new Unreadable(delta, "its table has no definition at " + definitions);
        }
        return new TableLines(definitions.versions(), definition.get(), config);
    }

    private void finishFile() throws IOException {
        if (builder.isOpen()) {
            files.computeIfAbsent(tenant, _ -> new ArrayList<>()).add(fileLines.finish());
        }
    }

    /// How many deltas came.
    public long count() {
        return count;
    }

    /// Whether every file has the layout that these definitions give it, and none is there that
    /// they do not want.
    public boolean isWrittenAsOf(CutDefinitions atCut) throws InterruptedException {
        for (Map.Entry<String, Optional<TableLines>> entry : lines.entrySet()) {
            Optional<TableLines> written = entry.getValue();
            if (written.isPresent()) {
                Optional<TableDefinition> wanted = atCut.of(entry.getKey());
                if (wanted.isEmpty() || wanted.get().getVersion() != written.get().version()) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Ends the window.
    ///
    /// @throws Unreadable if the mark counts another number of deltas
    public WindowFiles finish(ConsumerRecord<byte[], byte[]> record, CutReached mark)
            throws IOException {
        if (count != mark.getCount()) {
            throw new Unreadable(
                    record,
                    "the mark counts %d deltas, and there are %d; some were lost before they were published"
                            .formatted(mark.getCount(), count));
        }
        finishFile();
        return new WindowFiles(files, untold.skipped(), untold.before());
    }

    /// Removes the files.
    @Override
    public void close() {
        builder.close();
        spool.close();
    }
}
