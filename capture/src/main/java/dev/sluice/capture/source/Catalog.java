package dev.sluice.capture.source;

import dev.sluice.config.TableConfig;
import dev.sluice.config.TablesConfig;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.table.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the tables to capture from PostgreSQL's catalog, and refuses those that cannot be. All
/// that is wrong is reported at once.
public final class Catalog {

    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);

    /// One line a column of every ordinary or partitioned table, base types of domains resolved.
    private static final String COLUMNS =
            """
            WITH RECURSIVE base(domain, type) AS (
                SELECT oid, oid FROM pg_type WHERE typtype <> 'd'
                UNION ALL
                SELECT d.oid, b.type FROM pg_type d JOIN base b ON d.typbasetype = b.domain
                WHERE d.typtype = 'd')
            SELECT n.nspname, c.relname, c.relreplident::text, a.attname,
                   format_type(a.atttypid, a.atttypmod), t.typname, e.typname AS element,
                   a.attstorage::text <> 'p' AND a.attlen = -1, a.attgenerated::text,
                   coalesce(array_position(pk.indkey::int2[], a.attnum), -1),
                   coalesce(array_position(ri.indkey::int2[], a.attnum), -1),
                   a.attnum, NOT coalesce(pk.indimmediate, true)
            FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN base ON base.domain = a.atttypid
            JOIN pg_type t ON t.oid = base.type
            LEFT JOIN pg_type item ON item.oid = t.typelem AND item.typarray = t.oid
            LEFT JOIN base item_base ON item_base.domain = item.oid
            LEFT JOIN pg_type e ON e.oid = item_base.type
            LEFT JOIN pg_index pk ON pk.indrelid = c.oid AND pk.indisprimary
            LEFT JOIN pg_index ri ON ri.indrelid = c.oid AND ri.indisreplident
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence = 'p'
              AND n.nspname NOT IN ('pg_catalog', 'information_schema')
              AND n.nspname NOT LIKE 'pg_toast%'
            ORDER BY n.nspname, c.relname, a.attnum
            """;

    private final boolean generatedStreamed;

    private Catalog(boolean generatedStreamed) {
        this.generatedStreamed = generatedStreamed;
    }

    /// The tables to capture, by name.
    ///
    /// @param mistakes takes a sentence for each named table that is missing or cannot be captured,
    ///   and one if no table is left
    public static Map<TableName, SourceTable> read(
            Connection connection, TablesConfig selection, List<String> mistakes)
            throws SQLException {
        boolean generatedStreamed = connection.getMetaData().getDatabaseMajorVersion() >= 18;
        return new Catalog(generatedStreamed).select(readAll(connection), selection, mistakes);
    }

    private record Column(
            ColumnDefinition definition,
            String baseType,
            String generated,
            int primaryKey,
            int identityIndex) {}

    private record Table(
            TableName name, String identity, boolean keyDeferrable, List<Column> columns) {}

    private static Map<TableName, Table> readAll(Connection connection) throws SQLException {
        Map<TableName, Table> tables = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement(COLUMNS);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                TableName name = new TableName(row.getString(1), row.getString(2));
                String identity = row.getString(3);
                boolean deferrable = row.getBoolean(13);
                tables.computeIfAbsent(
                                name, n -> new Table(n, identity, deferrable, new ArrayList<>()))
                        .columns()
                        .add(column(row));
            }
        }
        return tables;
    }

    private static Column column(ResultSet row) throws SQLException {
        String element = row.getString(7);
        ColumnDefinition definition =
                new ColumnDefinition(
                        row.getString(4),
                        ColumnKinds.of(row.getString(6), element != null),
                        row.getString(5),
                        row.getBoolean(8),
                        row.getInt(12));
        return new Column(
                definition,
                element == null ? row.getString(6) : element,
                row.getString(9),
                row.getInt(10),
                row.getInt(11));
    }

    private Map<TableName, SourceTable> select(
            Map<TableName, Table> all, TablesConfig selection, List<String> mistakes) {
        int before = mistakes.size();
        Map<TableName, SourceTable> chosen = new TreeMap<>();
        if (selection.isEveryTable()) {
            all.values().forEach(table -> takeIfPossible(table, selection, chosen));
        }
        selection.listed().values().forEach(choice -> take(choice, all, chosen, mistakes));
        if (chosen.isEmpty() && mistakes.size() == before) {
            mistakes.add(
                    "the source has no table with a primary key and the column \""
                            + selection.tenantColumn()
                            + "\"; set tenant_column, or name the tables under tables");
        }
        return chosen;
    }

    /// Takes a table that nobody named, or says why not.
    private void takeIfPossible(
            Table table, TablesConfig selection, Map<TableName, SourceTable> chosen) {
        List<String> reasons = new ArrayList<>();
        SourceTable source = accept(table, selection.find(table.name()).orElseThrow(), reasons);
        if (source == null) {
            LOG.atWarn()
                    .addKeyValue("table", table.name())
                    .addKeyValue("reason", String.join("; ", reasons))
                    .log("Table is not captured");
        } else {
            chosen.put(table.name(), source);
        }
    }

    private void take(
            TableConfig choice,
            Map<TableName, Table> all,
            Map<TableName, SourceTable> chosen,
            List<String> mistakes) {
        Table table = all.get(choice.name());
        if (table == null) {
            mistakes.add(
                    "tables."
                            + choice.name()
                            + ": the source has no such table; correct the name or take it out of"
                            + " the configuration");
            return;
        }
        SourceTable source = accept(table, choice, mistakes);
        if (source != null) {
            chosen.put(table.name(), source);
        }
    }

    /// The log has no virtual generated columns; stored ones since PostgreSQL 18.
    private boolean isStreamed(Table table, Column column) {
        boolean streamed =
                switch (column.generated()) {
                    case "" -> true;
                    case "s" -> generatedStreamed;
                    default -> false;
                };
        if (!streamed) {
            LOG.atWarn()
                    .addKeyValue("table", table.name())
                    .addKeyValue("column", column.definition().getName())
                    .log("Generated column is not captured: the log leaves it out");
        }
        return streamed;
    }

    private @Nullable SourceTable accept(Table table, TableConfig choice, List<String> mistakes) {
        int before = mistakes.size();
        String tenantColumn = choice.tenantColumn();
        List<Column> columns =
                table.columns().stream()
                        .filter(c -> !choice.exclude().contains(c.definition().getName()))
                        .filter(c -> isStreamed(table, c))
                        .toList();
        Rules rules = new Rules(table, choice, tenantColumn, columns, mistakes);
        rules.check();
        if (mistakes.size() > before) {
            return null;
        }
        boolean full = table.identity().equals("f");
        List<Integer> primaryKey = ordered(columns, Column::primaryKey);
        List<Integer> identity =
                table.identity().equals("i") ? ordered(columns, Column::identityIndex) : primaryKey;
        return new SourceTable(
                table.name(),
                columns.stream()
                        .map(c -> full ? neverOmitted(c.definition()) : c.definition())
                        .toList(),
                columns.stream().map(Column::baseType).toList(),
                primaryKey,
                identity.stream().sorted().toList(),
                index(columns, tenantColumn),
                full,
                choice.softDelete().stream().mapToInt(name -> index(columns, name)).findFirst());
    }

    private static ColumnDefinition neverOmitted(ColumnDefinition column) {
        return new ColumnDefinition(
                column.getName(),
                column.getKind(),
                column.getSourceType(),
                false,
                column.getNumber());
    }

    private static List<Integer> ordered(
            List<Column> columns, java.util.function.ToIntFunction<Column> place) {
        Map<Integer, Integer> byPlace = new TreeMap<>();
        for (int i = 0; i < columns.size(); i++) {
            int at = place.applyAsInt(columns.get(i));
            if (at >= 0) {
                byPlace.put(at, i);
            }
        }
        return List.copyOf(byPlace.values());
    }

    private static int index(List<Column> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).definition().getName().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /// What a table must be like. Each rule adds a sentence that says what to do.
    private record Rules(
            Table table,
            TableConfig choice,
            String tenantColumn,
            List<Column> columns,
            List<String> mistakes) {

        void check() {
            if (table.columns().stream().noneMatch(c -> c.primaryKey() >= 0)) {
                add(
                        "has no primary key; add one (ALTER TABLE "
                                + Sql.quoted(table.name())
                                + " ADD PRIMARY KEY (…)) or take it out of the configuration");
            }
            if (index(table.columns(), tenantColumn) < 0) {
                add(
                        "has no tenant column \""
                                + tenantColumn
                                + "\"; name it with tenant_column, or take the table out of the"
                                + " configuration");
            } else if (index(columns, tenantColumn) < 0) {
                add("excludes its tenant column \"" + tenantColumn + "\"; take it out of exclude");
            }
            for (String excluded : choice.exclude().stream().sorted().toList()) {
                checkExcluded(excluded);
            }
            if (index(columns, "deleted_at") >= 0) {
                add(
                        "has a column \"deleted_at\", which every file adds by itself; exclude it"
                                + " (exclude: [deleted_at])");
            }
            checkIdentity();
            choice.softDelete().ifPresent(this::checkSoftDelete);
        }

        /// Every change has to tell whether the row is deleted.
        private void checkSoftDelete(String name) {
            int at = index(columns, name);
            if (at < 0) {
                add("has no column \"" + name + "\" for soft_delete; correct the name");
            } else if (columns.get(at).definition().getOmittable()
                    && !table.identity().equals("f")) {
                add(
                        "has the column \""
                                + name
                                + "\" for soft_delete, of the type "
                                + columns.get(at).definition().getSourceType()
                                + ", which the log may leave out of a change; name one of a type of fixed"
                                + " size (timestamp, date, boolean, integer), or run ALTER TABLE "
                                + Sql.quoted(table.name())
                                + " REPLICA IDENTITY FULL");
            }
        }

        /// PostgreSQL refuses updates and deletes in a published table that has no identity.
        private void checkIdentity() {
            String missing =
                    switch (table.identity()) {
                        case "n" ->
                                "has REPLICA IDENTITY NOTHING, so that its changes cannot be told";
                        case "i" ->
                                table.columns().stream().noneMatch(c -> c.identityIndex() >= 0)
                                        ? "has REPLICA IDENTITY USING INDEX, but the index was dropped"
                                        : "";
                        case "d" ->
                                table.keyDeferrable()
                                        ? "has a deferrable primary key, which is no replica identity"
                                        : "";
                        default -> "";
                    };
            if (!missing.isEmpty()) {
                add(
                        missing
                                + "; run ALTER TABLE "
                                + Sql.quoted(table.name())
                                + " REPLICA IDENTITY "
                                + (table.keyDeferrable() ? "FULL" : "DEFAULT"));
            }
        }

        private void checkExcluded(String excluded) {
            int at = index(table.columns(), excluded);
            if (at < 0) {
                add("has no column \"" + excluded + "\" to exclude; correct the name");
                return;
            }
            Column column = table.columns().get(at);
            if (column.primaryKey() >= 0) {
                add("excludes \"" + excluded + "\" of its primary key; take it out of exclude");
            } else if (table.identity().equals("i") && column.identityIndex() >= 0) {
                add(
                        "excludes \""
                                + excluded
                                + "\" of its replica identity; take it out of exclude");
            }
        }

        private void add(String rest) {
            mistakes.add("tables." + table.name() + ": the table " + rest);
        }
    }
}
