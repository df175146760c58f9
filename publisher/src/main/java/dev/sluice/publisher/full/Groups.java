package dev.sluice.publisher.full;

import dev.sluice.config.TableConfig;
import dev.sluice.config.TablesConfig;
import dev.sluice.key.RowKey;
import dev.sluice.publisher.csv.TableLines;
import dev.sluice.publisher.definitions.CutDefinitions;
import dev.sluice.record.TableDefinition;
import dev.sluice.table.TableName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The files that a rebuild fills: one for each wanted tenant and table, numbered as they turn up.
/// Finds a record's file by the first bytes of its key, mostly those of the record before. Not
/// thread-safe.
final class Groups {

    /// A file to be filled.
    ///
    /// @param number tells it apart in the sort
    /// @param tenant the tenant column's text
    /// @param lines writes its lines
    record Group(int number, String tenant, TableLines lines) {}

    private final CutDefinitions definitions;
    private final TablesConfig tables;
    private final Set<String> tenants;
    private final Map<String, Optional<Group>> byPrefix = new HashMap<>();
    private final Map<String, Optional<TableLines>> byTable = new HashMap<>();
    private final List<Group> all = new ArrayList<>();
    private byte[] lastPrefix = {};
    private Optional<Group> last = Optional.empty();

    Groups(CutDefinitions definitions, TablesConfig tables, Set<String> tenants) {
        this.definitions = definitions;
        this.tables = tables;
        this.tenants = tenants;
    }

    /// The file that a record belongs to; null if it is not wanted.
    ///
    /// @throws IllegalArgumentException if the key is no row's
    @Nullable Group of(byte[] key) throws InterruptedException {
        int length = lastPrefix.length;
        if (length == 0
                || key.length < length
                || !Arrays.equals(key, 0, length, lastPrefix, 0, length)) {
            byte[] bytes = Arrays.copyOf(key, prefixLength(key));
            // One character a byte: only told apart, never read.
            String prefix = new String(bytes, StandardCharsets.ISO_8859_1);
            Optional<Group> known = byPrefix.get(prefix);
            if (known == null) {
                known = find(RowKey.parse(key));
                byPrefix.put(prefix, known);
            }
            last = known;
            lastPrefix = bytes;
        }
        return last.orElse(null);
    }

    private static int prefixLength(byte[] key) {
        int slashes = 0;
        for (int i = 0; i < key.length; i++) {
            if (key[i] == '/' && ++slashes == 2) {
                return i + 1;
            }
        }
        throw new IllegalArgumentException("its key is not \"tenant/table/id\"");
    }

    private Optional<Group> find(RowKey key) throws InterruptedException {
        String tenant = key.tenant();
        if (tenant == null || !tenants.contains(tenant)) {
            return Optional.empty();
        }
        return lines(key.table()).map(lines -> add(tenant, lines));
    }

    private Group add(String tenant, TableLines lines) {
        Group group = new Group(all.size(), tenant, lines);
        all.add(group);
        return group;
    }

    /// The lines of a table; nothing if the configuration does not have it, or if it has no files
    /// yet.
    private Optional<TableLines> lines(String table) throws InterruptedException {
        Optional<TableLines> known = byTable.get(table);
        if (known == null) {
            Optional<TableConfig> config = tables.find(TableName.parse(table));
            known =
                    config.isEmpty() || definitions.isUnread(table)
                            ? Optional.empty()
                            : Optional.of(lines(table, config.get()));
            byTable.put(table, known);
        }
        return known;
    }

    private TableLines lines(String table, TableConfig config) throws InterruptedException {
        TableDefinition atCut =
                definitions
                        .of(table)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "its table has no definition at " + definitions));
        return new TableLines(definitions.versions(), atCut, config);
    }

    Group get(int number) {
        return all.get(number);
    }

    /// The lines of every table that there is at the cut, sorted by table.
    List<TableLines> tables() throws InterruptedException {
        List<TableLines> every = new ArrayList<>();
        for (TableDefinition definition : definitions.all()) {
            lines(definition.getTable()).ifPresent(every::add);
        }
        return every;
    }
}
