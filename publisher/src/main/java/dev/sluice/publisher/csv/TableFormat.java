package dev.sluice.publisher.csv;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the configuration says about a table's files.
///
/// @param exclude columns that are left out
/// @param derive derived columns and their templates, in order
/// @param columns names in the order in which they are to come; columns not named follow in their
///     own order. Empty: all do
public record TableFormat(Set<String> exclude, Map<String, String> derive, List<String> columns) {

    /// Says nothing.
    public static final TableFormat PLAIN = new TableFormat(Set.of(), Map.of(), List.of());

    public TableFormat {
        exclude = Set.copyOf(exclude);
        derive = Collections.unmodifiableMap(new LinkedHashMap<>(derive));
        columns = List.copyOf(columns);
    }
}
