package dev.sluice.aggregator;

import dev.sluice.key.RowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What rows and deltas have to be, from what happened in the source, by the plainest means: all
/// rows in one map, and for each window a map of the rows that it touched.
final class Oracle {

    /// Where a row is.
    record Place(String table, long id) {}

    /// What a row is; its cells complete.
    record Row(@Nullable String tenant, List<@Nullable Object> cells) {}

    private final Map<Place, Row> rows = new HashMap<>();
    private final TreeMap<Long, Map<RowKey, Optional<List<@Nullable Object>>>> deltas =
            new TreeMap<>();
    private Map<RowKey, Optional<List<@Nullable Object>>> window = new HashMap<>();
    private boolean based;

    Map<Place, Row> rows() {
        return rows;
    }

    @Nullable Row find(Place place) {
        return rows.get(place);
    }

    void put(Place place, @Nullable String tenant, List<@Nullable Object> cells) {
        Row before = rows.get(place);
        Row after = new Row(tenant, cells);
        if (after.equals(before)) {
            return;
        }
        if (before != null && !Objects.equals(before.tenant(), tenant)) {
            touch(before.tenant(), place, Optional.empty());
        }
        touch(tenant, place, Optional.of(cells));
        rows.put(place, after);
    }

    void remove(Place place) {
        Row before = rows.remove(place);
        if (before != null) {
            touch(before.tenant(), place, Optional.empty());
        }
    }

    void truncate(String table) {
        new ArrayList<>(rows.keySet())
                .stream().filter(place -> place.table().equals(table)).forEach(this::remove);
    }

    void cut(long name) {
        deltas.put(name, based ? window : Map.of());
        window = new HashMap<>();
        based = true;
    }

    /// For each cut, by name, the deltas of its window; empty for a deletion.
    TreeMap<Long, Map<RowKey, Optional<List<@Nullable Object>>>> deltas() {
        return deltas;
    }

    /// The live rows, by their key in `rows`.
    Map<RowKey, List<@Nullable Object>> live() {
        Map<RowKey, List<@Nullable Object>> live = new HashMap<>();
        rows.forEach((place, row) -> live.put(key(row.tenant(), place), row.cells()));
        return live;
    }

    private void touch(
            @Nullable String tenant, Place place, Optional<List<@Nullable Object>> cells) {
        if (tenant != null) {
            window.put(key(tenant, place), cells);
        }
    }

    private static RowKey key(@Nullable String tenant, Place place) {
        return new RowKey(tenant, place.table(), Long.toString(place.id()));
    }
}
