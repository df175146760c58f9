package dev.sluice.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.record.Operation;
import dev.sluice.record.Unchanged;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Random life of a source, told to capture and to the oracle alike. A row's text is null, short,
/// or long enough that a change which keeps it may leave it out. Two of the tables are captured
/// only when they are added; others lose their log for a while, and are read again.
final class Workload implements SourceTables {

    private static final List<String> TABLES = List.of("a", "a.b", "t/x", "z");
    private static final int IDS = 12;

    private final CaptureStub capture;
    private final Oracle oracle;
    private final RandomGenerator random;
    private final Map<Oracle.Place, Oracle.Row> source = new HashMap<>();
    private final Set<String> captured = new HashSet<>(TABLES.subList(0, 2));
    private final List<TableReading> readings = new ArrayList<>();
    private long cut = 1_000;

    Workload(CaptureStub capture, Oracle oracle, RandomGenerator random) {
        this.capture = capture;
        this.oracle = oracle;
        this.random = random;
    }

    void next() {
        switch (random.nextInt(50)) {
            case 0, 1, 2 -> cut();
            case 3 -> truncate(table());
            case 4 -> loseLog(table(), true);
            case 5 -> loseLog(table(), false);
            case 6 -> readAgain(table());
            case 7 -> addTable(table());
            case 8 -> alter(table());
            case 9 -> readings.stream().limit(1).forEach(TableReading::restart);
            case 10, 11, 12, 13, 14 -> delete(place());
            case 15, 16, 17, 18, 19 -> changeKey(place());
            case 20, 21, 22, 23, 24, 25, 26, 27, 28 -> read();
            default -> upsert(place());
        }
    }

    void cut() {
        cut += 1 + random.nextInt(100);
        capture.cut(cut);
        oracle.cut(
                cut,
                readings.stream()
                        .collect(Collectors.toMap(TableReading::table, TableReading::isFirst)));
    }

    /// All readings come to their end, and after them the last cut.
    void finish() {
        while (!readings.isEmpty()) {
            read();
        }
        cut();
    }

    private void read() {
        if (!readings.isEmpty() && readings.getFirst().step()) {
            readings.removeFirst();
        }
    }

    private void upsert(Oracle.Place place) {
        Oracle.Row before = source.get(place);
        tell(place, place, before, row(before));
    }

    private void changeKey(Oracle.Place from) {
        Oracle.Place to = new Oracle.Place(from.table(), random.nextInt(IDS));
        Oracle.Row before = source.get(from);
        if (before != null && !source.containsKey(to)) {
            source.remove(from);
            tell(from, to, before, row(before));
        }
    }

    private void tell(
            Oracle.Place from, Oracle.Place to, Oracle.@Nullable Row before, Oracle.Row after) {
        source.put(to, after);
        if (!captured.contains(to.table())) {
            return;
        }
        boolean omits =
                before != null
                        && after.text() instanceof String text
                        && text.length() >= 24
                        && text.equals(before.text())
                        && random.nextInt(4) > 0;
        Oracle.Row told = current(to.table(), omits ? after.with(new Unchanged()) : after);
        @Nullable String counterpart = null;
        if (!from.equals(to)) {
            capture.deletion(from.table(), from.id(), CaptureStub.key(to.table(), to.id()));
            counterpart = CaptureStub.key(from.table(), from.id());
        }
        send(before == null ? Operation.INSERT : Operation.UPDATE, to, told, counterpart);
        oracle.move(from, to, told);
        readings.forEach(reading -> reading.changed(from, to));
    }

    private void send(
            Operation operation, Oracle.Place to, Oracle.Row row, @Nullable String counterpart) {
        capture.send(
                to.table(),
                to.id(),
                capture.upsert(
                                operation,
                                to.id(),
                                row.tenant(),
                                row.cells(to.id(), row.text()).toArray())
                        .setDiscarded(row.discarded())
                        .setCounterpart(counterpart)
                        .build());
    }

    private void delete(Oracle.Place place) {
        boolean known = source.remove(place) != null;
        if (captured.contains(place.table()) && (known || random.nextInt(4) == 0)) {
            capture.deletion(place.table(), place.id(), null);
            oracle.remove(place);
            readings.forEach(reading -> reading.changed(place, place));
        }
    }

    private void truncate(String table) {
        source.keySet().removeIf(place -> place.table().equals(table));
        if (captured.contains(table)) {
            capture.truncate(table);
            oracle.sweep(table, Set.of());
            readings.forEach(TableReading::truncated);
        }
    }

    /// Some rows change, come or go without a trace in the log. Reading the table heals it, at once
    /// or beside the stream.
    private void loseLog(String table, boolean atOnce) {
        if (!captured.contains(table) || isRead(table)) {
            return;
        }
        for (long id : random.longs(-IDS / 4, IDS).distinct().limit(random.nextInt(6)).toArray()) {
            Oracle.Place place = new Oracle.Place(table, id);
            if (random.nextBoolean()) {
                source.remove(place);
            } else {
                source.put(place, row(null));
            }
        }
        if (atOnce) {
            long epoch = capture.snapshotBegan(table);
            List<Oracle.Place> places = new ArrayList<>(places(table));
            Collections.shuffle(places, new Random(random.nextLong()));
            places.forEach(this::tellRead);
            tellEnd(table, epoch);
        } else {
            readings.add(new TableReading(table, false, false, capture, this));
        }
    }

    private void readAgain(String table) {
        if (captured.contains(table) && !isRead(table)) {
            readings.add(new TableReading(table, false, random.nextBoolean(), capture, this));
        }
    }

    private void addTable(String table) {
        if (captured.add(table)) {
            readings.add(new TableReading(table, true, false, capture, this));
        }
    }

    /// The columns get another order, and the text a new name: nothing that needs a reading.
    private void alter(String table) {
        int version = capture.version(table);
        if (version % 2 == 1) {
            capture.define(
                    table,
                    CaptureStub.integer("number", 3),
                    CaptureStub.wide("renamed", 2),
                    CaptureStub.integer("id", 1));
        } else if (version > 0) {
            capture.define(
                    table,
                    CaptureStub.integer("id", 1),
                    CaptureStub.wide("text", 2),
                    CaptureStub.integer("number", 3));
        }
    }

    private boolean isRead(String table) {
        return readings.stream().anyMatch(reading -> reading.table().equals(table));
    }

    @Override
    public Set<Oracle.Place> places(String table) {
        return source.keySet().stream()
                .filter(place -> place.table().equals(table))
                .collect(Collectors.toSet());
    }

    @Override
    public boolean has(Oracle.Place place) {
        return source.containsKey(place);
    }

    @Override
    public void tellRead(Oracle.Place place) {
        Oracle.Row row = current(place.table(), Objects.requireNonNull(source.get(place)));
        send(Operation.READ, place, row, null);
        oracle.put(place, row);
    }

    @Override
    public void tellEnd(String table, long epoch) {
        capture.snapshotEnded(epoch, table);
        oracle.sweep(table, places(table));
        // What was told of a table wholly read is what the source has.
        Map<Oracle.Place, Oracle.Row> told = new HashMap<>();
        Map<Oracle.Place, Oracle.Row> there = new HashMap<>();
        places(table)
                .forEach(place -> {
                    there.put(place, current(table, Objects.requireNonNull(source.get(place))));
                    Oracle.Row row = oracle.rows().get(place);
                    if (row != null) {
                        told.put(place, current(table, row));
                    }
                });
        assertThat(told).isEqualTo(there);
    }

    private Oracle.Row current(String table, Oracle.Row row) {
        return new Oracle.Row(
                row.tenant(),
                Math.max(1, capture.version(table)),
                row.text(),
                row.number(),
                row.discarded());
    }

    private Oracle.Row row(Oracle.@Nullable Row before) {
        return new Oracle.Row(
                before != null && random.nextInt(4) > 0 ? before.tenant() : tenant(),
                0,
                before != null && random.nextBoolean() ? before.text() : text(),
                before != null && random.nextInt(3) == 0
                        ? before.number()
                        : (long) random.nextInt(4),
                random.nextInt(5) == 0);
    }

    private String table() {
        return TABLES.get(random.nextInt(TABLES.size()));
    }

    private Oracle.Place place() {
        return new Oracle.Place(table(), random.nextInt(IDS) - IDS / 4);
    }

    private @Nullable String tenant() {
        int tenant = random.nextInt(6);
        return tenant == 0 ? null : tenant == 1 ? "t/#%," : Integer.toString(tenant);
    }

    private @Nullable Object text() {
        return switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> "short";
            default -> "a text that is long enough " + random.nextInt(5);
        };
    }
}
