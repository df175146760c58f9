package dev.sluice.capture.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.capture.source.SourceTable;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.ColumnKind;
import dev.sluice.record.Unchanged;
import dev.sluice.table.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Drives the merge with a table that changes at random while it is read, and a reader that, like
/// the aggregator, completes what a change leaves out by what it holds. Chunks see the table as it
/// was some transactions ago, and not even all of these: a transaction may be in the log before
/// snapshots see it.
class ChunkMergeTest {

    private static final int KEYS = 25;
    private static final int COLUMNS = 4;
    private static final int PAGE = 3;
    private static final String STALE = "stale";
    private static final SourceTable TABLE = table();

    /// @param heldText which columns' cells of before are good: `0` and `1` for each; `-` if the
    ///   table was never read
    @ParameterizedTest
    @CsvSource({
        "1, 1111",
        "2, 1111",
        "3, 1111",
        "4, 1110",
        "5, 1110",
        "6, 1110",
        "7, 1110",
        "8, -",
        "9, -",
        "10, -",
        "11, -",
        "12, 1100",
        "13, 1100",
        "14, 1100",
        "15, 1111",
        "16, 1110",
        "17, -"
    })
    void endsWithTheTablesRowsWhateverChangesMeanwhile(long seed, String heldText) {
        for (int round = 0; round < 100; round++) {
            new Run(RandomGeneratorFactory.getDefault().create(1000 * seed + round), heldText)
                    .check("seed " + seed + " round " + round);
        }
    }

    /// One reading.
    private static final class Run {

        private final RandomGenerator random;
        private final boolean isKnown;
        private final boolean[] held = new boolean[COLUMNS];
        private final boolean allHeld;
        private final Map<Long, @Nullable Object[]> table = new TreeMap<>();
        private final Map<Long, @Nullable Object[]> reader = new TreeMap<>();
        private final Set<Long> met = new HashSet<>();
        private final List<Map<Long, @Nullable Object[]>> states = new ArrayList<>();
        private final List<Long> transactions = new ArrayList<>();
        private final ChunkMerge merge;
        private long transaction;
        private long cell = 1_000;

        Run(RandomGenerator random, String heldText) {
            this.random = random;
            this.isKnown = !heldText.equals("-");
            for (int i = 0; i < COLUMNS; i++) {
                held[i] = isKnown && heldText.charAt(i) == '1';
            }
            this.allHeld = heldText.equals("1111");
            this.merge = new ChunkMerge(TABLE, null, held, row -> String.valueOf(row[0]));
            for (long key = 0; key < KEYS; key += 1 + random.nextInt(3)) {
                @Nullable Object[] row = {key, 1L, ++cell, ++cell};
                table.put(key, row);
                if (isKnown) {
                    reader.put(key, known(row));
                }
            }
            if (isKnown && random.nextBoolean()) {
                reader.put(KEYS + 1L, new Object[] {KEYS + 1L, 1L, 1L, 1L});
            }
            states.add(new TreeMap<>(table));
        }

        /// What the reader had of a row before it is read again.
        private @Nullable Object[] known(@Nullable Object[] row) {
            @Nullable Object[] known = row.clone();
            for (int i = 0; i < COLUMNS; i++) {
                known[i] = held[i] ? row[i] : STALE;
            }
            return known;
        }

        void check(String name) {
            int seen = 0;
            int steps = 0;
            for (Ask ask = merge.next(); ask != null; ask = merge.next()) {
                steps++;
                assertThat(steps).as(name).isLessThan(10_000);
                for (int i = random.nextInt(4); i > 0; i--) {
                    change();
                }
                seen = random.nextInt(seen, states.size());
                for (@Nullable Object[] row : merge.take(chunk(ask, seen), ask)) {
                    Long key = (Long) Objects.requireNonNull(row[0]);
                    reader.put(key, row);
                    met.add(key);
                }
            }
            reader.keySet().retainAll(met);
            assertThat(texts(reader)).as(name).isEqualTo(texts(table));
        }

        private static Map<Long, String> texts(Map<Long, @Nullable Object[]> rows) {
            Map<Long, String> texts = new TreeMap<>();
            rows.forEach((key, row) -> texts.put(key, Arrays.toString(row)));
            return texts;
        }

        /// What a snapshot reads that sees all but the last transactions.
        private Answer.Chunk chunk(Ask ask, int seen) {
            Map<Long, @Nullable Object[]> state = states.get(seen);
            Visibility visibility =
                    new Visibility(
                            1L << 31,
                            new HashSet<>(transactions.subList(seen, transactions.size())));
            return switch (ask) {
                case Ask.Begin _ -> throw new AssertionError("it has begun");
                case Ask.Rows rows -> new Answer.Chunk(byKeys(rows, state), visibility, false);
                case Ask.Page page -> {
                    List<Object> last = page.after();
                    long after = last == null ? -1 : (Long) last.getFirst();
                    List<@Nullable Object[]> rows =
                            state.entrySet().stream()
                                    .filter(row -> row.getKey() > after)
                                    .limit(PAGE)
                                    .map(Map.Entry::getValue)
                                    .toList();
                    yield new Answer.Chunk(rows, visibility, rows.size() < PAGE);
                }
            };
        }

        private static List<@Nullable Object[]> byKeys(
                Ask.Rows asked, Map<Long, @Nullable Object[]> state) {
            List<@Nullable Object[]> rows = new ArrayList<>();
            for (List<Object> key : asked.keys()) {
                @Nullable Object @Nullable [] row = state.get((Long) key.getFirst());
                if (row != null) {
                    rows.add(row);
                }
            }
            return rows;
        }

        /// One transaction, of one to three changes, with an id that says nothing of its order.
        private void change() {
            transaction = (random.nextLong(1 << 20) << 10) + transactions.size();
            if (random.nextInt(60) == 0) {
                table.clear();
                reader.clear();
                met.clear();
                merge.truncated(transaction);
            }
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                changeRow(random.nextLong(KEYS));
            }
            transactions.add(transaction);
            states.add(new TreeMap<>(table));
        }

        private void changeRow(long key) {
            @Nullable Object @Nullable [] row = table.get(key);
            if (row == null) {
                tell(key, new Object[] {key, 1L, ++cell, ++cell}, null, false, null);
                return;
            }
            switch (random.nextInt(8)) {
                case 0 -> remove(key, false);
                case 1 -> move(key, row);
                default -> {
                    @Nullable Object[] after = row.clone();
                    after[random.nextInt(2, COLUMNS)] = ++cell;
                    tell(key, after, row, false, reader.get(key));
                }
            }
        }

        private @Nullable Object @Nullable [] remove(long key, boolean moved) {
            table.remove(key);
            assertThat(merge.changed(transaction, "" + key, null, moved)).isTrue();
            met.remove(key);
            return reader.remove(key);
        }

        private void move(long key, @Nullable Object[] row) {
            long to = random.nextLong(KEYS);
            if (!table.containsKey(to)) {
                @Nullable Object[] after = row.clone();
                after[0] = to;
                @Nullable Object @Nullable [] handedOver = remove(key, true);
                tell(to, after, row, true, allHeld ? handedOver : null);
            }
        }

        /// The log tells the row, and leaves out cells that did not change, as it likes.
        private void tell(
                long key,
                @Nullable Object[] after,
                @Nullable Object @Nullable [] before,
                boolean moved,
                @Nullable Object @Nullable [] known) {
            table.put(key, after);
            @Nullable Object[] told = after.clone();
            for (int i = 2; i < COLUMNS; i++) {
                if (before != null && Objects.equals(before[i], after[i]) && random.nextBoolean()) {
                    told[i] = new Unchanged();
                }
            }
            if (!merge.changed(transaction, "" + key, told, moved)) {
                return;
            }
            for (int i = 2; i < COLUMNS; i++) {
                if (told[i] instanceof Unchanged) {
                    told[i] = Objects.requireNonNull(known, "nothing is held of the row")[i];
                    assertThat(told[i]).isNotEqualTo(STALE);
                }
            }
            reader.put(key, told);
            met.add(key);
        }
    }

    private static SourceTable table() {
        List<ColumnDefinition> columns = new ArrayList<>();
        List<String> types = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            columns.add(new ColumnDefinition("c" + i, ColumnKind.INTEGER, "bigint", true, i + 1));
            types.add("int8");
        }
        return new SourceTable(
                TableName.parse("t"),
                columns,
                types,
                List.of(0),
                List.of(0),
                1,
                false,
                OptionalInt.empty());
    }
}
