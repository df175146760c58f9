package dev.sluice.fold;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one tenant has: table to primary key to cells, a null cell being SQL NULL. The order of the
/// rows is that of a file.
public record State(Map<String, Map<List<String>, List<@Nullable String>>> tables) {

    static State empty() {
        Map<String, Map<List<String>, List<@Nullable String>>> tables = new LinkedHashMap<>();
        Table.ALL.forEach(table -> tables.put(table.name(), new LinkedHashMap<>()));
        return new State(tables);
    }

    /// What the database has now.
    public static State of(Connection connection, int tenant) throws SQLException {
        State state = empty();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET intervalstyle = 'iso_8601'; SET timezone = 'UTC'");
        }
        for (Table table : Table.ALL) {
            Map<List<String>, List<@Nullable String>> rows = state.rows(table);
            try (PreparedStatement query = connection.prepareStatement(table.query())) {
                query.setInt(1, tenant);
                try (ResultSet row = query.executeQuery()) {
                    while (row.next()) {
                        List<@Nullable String> cells = new ArrayList<>();
                        for (int i = 1; i <= table.columns().size(); i++) {
                            cells.add(row.getString(i));
                        }
                        rows.put(key(table, List.copyOf(table.columns().keySet()), cells), cells);
                    }
                }
            }
        }
        return state;
    }

    static List<String> key(Table table, List<String> header, List<@Nullable String> cells) {
        List<String> key = new ArrayList<>();
        for (String column : table.key()) {
            key.add(String.valueOf(cells.get(header.indexOf(column))));
        }
        return key;
    }

    public Map<List<String>, List<@Nullable String>> rows(Table table) {
        return tables.computeIfAbsent(table.name(), name -> new LinkedHashMap<>());
    }

    /// How many rows differ, or are in one of two states only.
    long differences(State other) {
        long differences = 0;
        for (Table table : Table.ALL) {
            Set<List<String>> keys = new HashSet<>(rows(table).keySet());
            keys.addAll(other.rows(table).keySet());
            differences +=
                    keys.stream()
                            .filter(key ->
                                    !Objects.equals(
                                            rows(table).get(key), other.rows(table).get(key)))
                            .count();
        }
        return differences;
    }

    State copy() {
        State copy = empty();
        tables.forEach((name, rows) -> copy.tables.put(name, new LinkedHashMap<>(rows)));
        return copy;
    }

    public long size() {
        return tables.values().stream().mapToLong(Map::size).sum();
    }
}
