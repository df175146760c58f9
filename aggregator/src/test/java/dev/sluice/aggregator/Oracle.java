package dev.sluice.aggregator;

import dev.sluice.key.RowKey;
import dev.sluice.record.Unchanged;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What rows and deltas have to be, from what capture told, by the plainest means: all rows in one
/// map, for each window a map of the rows that it touched, and one of those that wait for a
/// reading's end. It knows no epochs, partitions or positions.
final class Oracle {

    /// Where a row is.
    record Place(String table, long id) {}

    /// What a row is, as far as capture has told.
    ///
    /// @param version of the definition; the columns of odd and even ones are in another order
    /// @param text null also where the log left it out and it was never told
    /// @param discarded whether it is softly deleted
    record Row(
            @Nullable String tenant,
            int version,
            @Nullable Object text,
            Object number,
            boolean discarded) {

        /// @param text the cell, or what stands for it
        List<@Nullable Object> cells(long id, @Nullable Object text) {
            return version % 2 == 1
                    ? CaptureStub.cells(id, text, number)
                    : CaptureStub.cells(number, text, id);
        }

        Row with(@Nullable Object newText) {
            return new Row(tenant, version, newText, number, discarded);
        }
    }

    private final Map<Place, Row> rows = new HashMap<>();
    private final TreeMap<Long, Map<RowKey, Optional<List<@Nullable Object>>>> deltas =
            new TreeMap<>();
    private Map<RowKey, Optional<List<@Nullable Object>>> window = new HashMap<>();
    private Map<RowKey, Optional<List<@Nullable Object>>> carried = new HashMap<>();
    private boolean based;

    Map<Place, Row> rows() {
        return rows;
    }

    /// A row as a change tells it; `Unchanged` as text stays what was told before.
    void put(Place place, Row told) {
        move(place, place, told);
    }

    /// A change of the primary key.
    void move(Place from, Place to, Row told) {
        Row before = rows.get(from);
        Row after = told.text() instanceof Unchanged ? told.with(wide(before)) : told;
        if (!from.equals(to)) {
            remove(from);
        }
        Row replaced = rows.put(to, after);
        if (after.equals(replaced)) {
            return;
        }
        if (replaced != null
                && !replaced.discarded()
                && (after.discarded() || !Objects.equals(replaced.tenant(), after.tenant()))) {
            touch(replaced.tenant(), to, Optional.empty());
        }
        if (!after.discarded()) {
            touch(after.tenant(), to, Optional.of(after.cells(to.id(), after.text())));
        }
    }

    /// A cell that can have been left out, unless what was told of it is not true any more; short
    /// ones never are.
    private static @Nullable Object wide(@Nullable Row row) {
        return row != null && row.text() instanceof String text && text.length() >= 24
                ? text
                : null;
    }

    void remove(Place place) {
        Row before = rows.remove(place);
        if (before != null && !before.discarded()) {
            touch(before.tenant(), place, Optional.empty());
        }
    }

    /// Removes all rows of a table but those that are there.
    void sweep(String table, Set<Place> there) {
        for (Place place : new HashSet<>(rows.keySet())) {
            if (place.table().equals(table) && !there.contains(place)) {
                remove(place);
            }
        }
    }

    /// @param readings tables that are being read, and whether for the first time
    void cut(long name, Map<String, Boolean> readings) {
        Map<RowKey, Optional<List<@Nullable Object>>> delta = new HashMap<>();
        Map<RowKey, Optional<List<@Nullable Object>>> kept = new HashMap<>();
        carried.forEach(
                (key, row) -> (readings.containsKey(key.table()) ? kept : delta).put(key, row));
        window.forEach((key, row) -> {
            Boolean first = readings.get(key.table());
            if (first == null || !first) {
                delta.put(key, row);
            }
            if (first != null) {
                kept.put(key, row);
            }
        });
        deltas.put(name, based ? delta : Map.of());
        carried = based ? kept : new HashMap<>();
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
        rows.forEach((place, row) -> {
            if (!row.discarded()) {
                live.put(key(row.tenant(), place), row.cells(place.id(), row.text()));
            }
        });
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
