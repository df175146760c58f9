package dev.sluice.aggregator;

import dev.sluice.record.Unchanged;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Random life of a source, told to capture and to the oracle alike. Rows are `[id, text, number]`;
/// a text is null, short, or long enough that an update which keeps it may leave it out.
final class Workload {

    private static final List<String> TABLES = List.of("a", "a.b", "t/x", "z");
    private static final int IDS = 12;

    private final CaptureStub capture;
    private final Oracle oracle;
    private final RandomGenerator random;
    private long cut = 1_000;

    Workload(CaptureStub capture, Oracle oracle, RandomGenerator random) {
        this.capture = capture;
        this.oracle = oracle;
        this.random = random;
    }

    void next() {
        switch (random.nextInt(40)) {
            case 0, 1, 2 -> cut();
            case 3 -> truncate();
            case 4 -> readAgain();
            case 5, 6, 7, 8, 9 -> delete();
            case 10, 11, 12, 13, 14 -> changeKey();
            case 15 -> deleteUnknown();
            default -> upsert();
        }
    }

    void cut() {
        cut += 1 + random.nextInt(100);
        capture.cut(cut);
        oracle.cut(cut);
    }

    private void upsert() {
        Oracle.Place place = place();
        Oracle.Row before = oracle.find(place);
        @Nullable String tenant =
                before != null && random.nextInt(4) > 0 ? before.tenant() : tenant();
        Object number = before != null && random.nextInt(3) == 0 ? before.cells().get(2) : number();
        Object text = before != null && random.nextBoolean() ? before.cells().get(1) : text();
        List<@Nullable Object> cells = CaptureStub.cells(place.id(), text, number);
        if (before == null) {
            capture.insert(place.table(), place.id(), tenant, cells.toArray());
        } else {
            capture.update(place.table(), place.id(), tenant, omitting(cells, before));
        }
        oracle.put(place, tenant, cells);
    }

    private void delete() {
        Oracle.Place place = place();
        if (oracle.find(place) != null) {
            capture.delete(place.table(), place.id());
            oracle.remove(place);
        }
    }

    private void deleteUnknown() {
        Oracle.Place place = place();
        if (oracle.find(place) == null) {
            capture.delete(place.table(), place.id());
        }
    }

    private void changeKey() {
        Oracle.Place from = place();
        Oracle.Place to = new Oracle.Place(from.table(), random.nextInt(IDS));
        Oracle.Row before = oracle.find(from);
        if (before == null || oracle.find(to) != null) {
            return;
        }
        @Nullable String tenant = random.nextInt(4) > 0 ? before.tenant() : tenant();
        Object text = random.nextInt(4) > 0 ? before.cells().get(1) : text();
        List<@Nullable Object> cells = CaptureStub.cells(to.id(), text, number());
        capture.changeKey(from.table(), from.id(), to.id(), tenant, omitting(cells, before));
        oracle.remove(from);
        oracle.put(to, tenant, cells);
    }

    private void truncate() {
        String table = TABLES.get(random.nextInt(TABLES.size()));
        capture.truncate(table);
        oracle.truncate(table);
    }

    /// The log was lost for a while: some rows changed, came or went unseen. A snapshot heals it.
    private void readAgain() {
        String table = TABLES.get(random.nextInt(TABLES.size()));
        for (long id : random.longs(-IDS / 4, IDS).distinct().limit(random.nextInt(6)).toArray()) {
            Oracle.Place place = new Oracle.Place(table, id);
            if (random.nextBoolean()) {
                oracle.remove(place);
            } else {
                oracle.put(place, tenant(), CaptureStub.cells(place.id(), text(), number()));
            }
        }
        capture.snapshotBegan(table);
        List<Oracle.Place> places =
                new ArrayList<>(
                        oracle.rows().keySet().stream()
                                .filter(place -> place.table().equals(table))
                                .toList());
        Collections.sort(places, (x, y) -> Long.compare(x.id(), y.id()));
        Collections.shuffle(places, new Random(random.nextLong()));
        for (Oracle.Place place : places) {
            Oracle.Row row = Objects.requireNonNull(oracle.find(place));
            capture.read(table, place.id(), row.tenant(), row.cells().toArray());
        }
        capture.snapshotEnded(table);
    }

    private @Nullable Object[] omitting(List<@Nullable Object> cells, Oracle.Row before) {
        @Nullable Object[] sent = cells.toArray();
        if (cells.get(1) instanceof String text
                && text.length() >= 24
                && text.equals(before.cells().get(1))
                && random.nextInt(4) > 0) {
            sent[1] = new Unchanged();
        }
        return sent;
    }

    private Oracle.Place place() {
        return new Oracle.Place(
                TABLES.get(random.nextInt(TABLES.size())), random.nextInt(IDS) - IDS / 4);
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

    private Object number() {
        return (long) random.nextInt(4);
    }
}
