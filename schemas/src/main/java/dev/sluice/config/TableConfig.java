package dev.sluice.config;

import dev.sluice.table.TableName;
import dev.sluice.table.Template;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the configuration says of one table.
///
/// @param name the table
/// @param tenantColumn the column that names a row's tenant
/// @param exclude columns that never reach Kafka
/// @param derive columns of the files that are made of others, in order, each with its template
/// @param columns the order of the files' columns. Those that it does not name follow it in their
///   usual order (the table's own, then derived), and `deleted_at` is always last; empty for the
///   usual order
/// @param softDelete the column whose setting means that the row is deleted
public record TableConfig(
        TableName name,
        String tenantColumn,
        Set<String> exclude,
        Map<String, Template> derive,
        List<String> columns,
        Optional<String> softDelete) {

    private static final String DELETED_AT = "deleted_at";

    public TableConfig {
        exclude = Set.copyOf(exclude);
        derive = Collections.unmodifiableMap(new LinkedHashMap<>(derive));
        columns = List.copyOf(columns);
        if (exclude.contains(tenantColumn)) {
            throw new IllegalArgumentException(
                    "exclude names the tenant column %s, without which no row finds its tenant; remove it (files never have it)"
                            .formatted(tenantColumn));
        }
        if (derive.containsKey(DELETED_AT)) {
            throw new IllegalArgumentException(
                    "derive makes a column deleted_at, which every file has already; name it otherwise");
        }
        for (Map.Entry<String, Template> derived : derive.entrySet()) {
            for (String column : derived.getValue().columns()) {
                if (exclude.contains(column)) {
                    throw new IllegalArgumentException(
                            "derive makes %s of the column %s, which exclude keeps out; remove one of them"
                                    .formatted(derived.getKey(), column));
                }
            }
        }
        if (softDelete.isPresent() && exclude.contains(softDelete.get())) {
            throw new IllegalArgumentException(
                    "soft_delete names %s, which exclude keeps out; remove one of them"
                            .formatted(softDelete.get()));
        }
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (!seen.add(column)) {
                throw new IllegalArgumentException(
                        "columns names %s twice; remove one".formatted(column));
            }
            if (exclude.contains(column) || column.equals(tenantColumn)) {
                throw new IllegalArgumentException(
                        "columns names %s, which no file has (%s); remove it"
                                .formatted(
                                        column,
                                        column.equals(tenantColumn)
                                                ? "it is the tenant column"
                                                : "exclude keeps it out"));
            }
        }
        if (columns.contains(DELETED_AT) && !columns.getLast().equals(DELETED_AT)) {
            throw new IllegalArgumentException(
                    "columns names deleted_at before other columns, yet it is always the last; move it to the end");
        }
    }

    /// A table of which the configuration says nothing.
    static TableConfig plain(TableName name, String tenantColumn) {
        return new TableConfig(name, tenantColumn, Set.of(), Map.of(), List.of(), Optional.empty());
    }

    static Setting<TableConfig> from(Section table, Setting<String> defaultTenantColumn) {
        var name = table.name().map("a table as \"table\" or \"schema.table\"", TableName::parse);
        var ownTenantColumn = table.text("tenant_column").optional();
        var exclude = table.texts("exclude").or(List.of());
        var derive =
                table.map("derive")
                        .map("columns, each with a template", TableConfig::templates)
                        .or(Map.of());
        var columns = table.texts("columns").or(List.of());
        var softDelete = table.text("soft_delete").optional();
        return table.build(() ->
                new TableConfig(
                        name.get(),
                        ownTenantColumn.get().orElseGet(defaultTenantColumn::get),
                        new HashSet<>(exclude.get()),
                        derive.get(),
                        columns.get(),
                        softDelete.get()));
    }

    private static Map<String, Template> templates(Map<String, String> texts) {
        Map<String, Template> templates = new LinkedHashMap<>();
        List<String> wrong = new ArrayList<>();
        texts.forEach((column, text) -> {
            try {
                templates.put(column, Template.parse(text));
            } catch (IllegalArgumentException e) {
                wrong.add(column + ": " + e.getMessage());
            }
        });
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", wrong));
        }
        return templates;
    }
}
