package dev.sluice.config;

import dev.sluice.table.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The sections `tables` and `tenant_column`: what is read of the source.
///
/// @param tenantColumn the tenant column of every table that names none itself
/// @param listed the tables to read, in the order of the file; empty for every table that has the
///   tenant column and a primary key
public record TablesConfig(String tenantColumn, Map<TableName, TableConfig> listed) {

    public TablesConfig {
        listed = Collections.unmodifiableMap(new LinkedHashMap<>(listed));
    }

    /// Reads them.
    public static Setting<TablesConfig> from(Section root) {
        var tenantColumn = root.text("tenant_column").or("account_id");
        Section tables = root.section("tables");
        List<Setting<TableConfig>> entries = new ArrayList<>();
        for (Section entry : tables.entries()) {
            entries.add(TableConfig.from(entry, tenantColumn));
        }
        return tables.build(() -> {
            Map<TableName, TableConfig> listed = new LinkedHashMap<>();
            for (Setting<TableConfig> entry : entries) {
                TableConfig table = entry.get();
                if (listed.putIfAbsent(table.name(), table) != null) {
                    throw new IllegalArgumentException(
                            "names the table %s twice, with and without its schema; remove one"
                                    .formatted(table.name()));
                }
            }
            return new TablesConfig(tenantColumn.get(), listed);
        });
    }

    /// Whether every table that has the tenant column and a primary key is read.
    public boolean isEveryTable() {
        return listed.isEmpty();
    }

    /// What the configuration says of a table; nothing if the table is not to be read. A table that
    /// is read without being listed has the defaults.
    public Optional<TableConfig> find(TableName table) {
        return isEveryTable()
                ? Optional.of(TableConfig.plain(table, tenantColumn))
                : Optional.ofNullable(listed.get(table));
    }
}
