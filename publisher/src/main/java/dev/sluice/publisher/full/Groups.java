package dev.sluice.publisher.full;

import dev.sluice.config.TableConfig;
import dev.sluice.config.TablesConfig;
import dev.sluice.key.RowKey;
import dev.sluice.publisher.csv.TableLines;
import dev.sluice.publisher.definitions.Definitions;
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

    private final Definitions definitions;
    private final TablesConfig tables;
    private final Set<String> tenants;
    private final long sequence;
    private final Map<String, Optional<Group>> byPrefix = new HashMap<>();
    private final Map<String, Optional<TableLines>> byTable = new HashMap<>();
    private final List<Group> all = new ArrayList<>();
    private byte[] lastPrefix = {};
    private Optional<Group> last = Optional.empty();

    Groups(Definitions definitions, TablesConfig tables, Set<String> tenants, long sequence) {
        this.definitions = definitions;
        this.tables = tables;
        this.tenants = tenants;
        this.sequence = sequence;
    }

    /// The file that a record belongs to; null if it is not wanted.
    ///
    /// @throws IllegalArgumentException if the key is no row's
    @Nullable Group of(byte[] key) {
        int length = lastPrefix.length;
        if (length == 0
                || key.length < length
                || !Arrays.equals(key, 0, length, lastPrefix, 0, length)) {
            lastPrefix = Arrays.copyOf(key, prefixLength(key));
            // One character a byte: only told apart, never read.
            String prefix = new String(lastPrefix, StandardCharsets.ISO_8859_1);
            last = byPrefix.computeIfAbsent(prefix, _ -> find(RowKey.parse(key)));
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

    private Optional<Group> find(RowKey key) {
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

    /// The lines of a table; nothing if the configuration does not have it.
    private Optional<TableLines> lines(String table) {
        return byTable.computeIfAbsent(
                table,
                _ ->
                        tables.find(TableName.parse(table))
                                .map(config -> lines(atCut(table), config)));
    }

    private TableDefinition atCut(String table) {
        return definitions
                .at(table, sequence)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "its table has no definition at sequence " + sequence));
    }

    private TableLines lines(TableDefinition atCut, TableConfig config) {
        return new TableLines(definitions, atCut, config);
    }

    Group get(int number) {
        return all.get(number);
    }

    /// The lines of every table that there is at the cut, sorted by table.
    List<TableLines> tables() {
        List<TableLines> every = new ArrayList<>();
        for (TableDefinition definition : definitions.allAt(sequence)) {
            lines(definition.getTable()).ifPresent(every::add);
        }
        return every;
    }
}
