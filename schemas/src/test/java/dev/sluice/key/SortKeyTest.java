package dev.sluice.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.record.ColumnKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortKeyTest {

    @Test
    void sortsIntegersByValue() {
        assertSorted(ColumnKind.INTEGER, Long.MIN_VALUE, -2L, -1L, 0L, 1L, 2L, 10L, Long.MAX_VALUE);
    }

    @Test
    void sortsNumbersByValue() {
        assertSorted(
                ColumnKind.NUMERIC,
                "-Infinity",
                "-1e300",
                "-10",
                "-9.99",
                "-1",
                "-0.5",
                "-0.05",
                "0",
                "0.000001",
                "0.5",
                "1",
                "1.5",
                "2",
                "10",
                "100.01",
                "1e300",
                "Infinity",
                "NaN");
    }

    @Test
    void sortsDoublesByValue() {
        assertSorted(
                ColumnKind.DOUBLE,
                Double.NEGATIVE_INFINITY,
                -1e10,
                -1.0,
                -Double.MIN_VALUE,
                0.0,
                Double.MIN_VALUE,
                1.0,
                Double.POSITIVE_INFINITY,
                Double.NaN);
        assertThat(key(ColumnKind.DOUBLE, -0.0)).isEqualTo(key(ColumnKind.DOUBLE, 0.0));
    }

    @Test
    void sortsTextByItsUtf8Bytes() {
        assertSorted(ColumnKind.TEXT, "", "\u0001", "A", "B", "a", "a\u0001", "aa", "é", "｡", "😀");
    }

    @Test
    void sortsUuidsByTheirBytes() {
        assertSorted(
                ColumnKind.UUID,
                "00000000-0000-0000-0000-000000000001",
                "7fffffff-0000-0000-0000-000000000000",
                "80000000-0000-0000-0000-000000000000",
                "ffffffff-ffff-ffff-ffff-ffffffffffff");
    }

    @Test
    void sortsCompositeKeysColumnByColumn() {
        byte[] first =
                new SortKey().add(ColumnKind.TEXT, "a").add(ColumnKind.INTEGER, 9L).toBytes();
        byte[] second =
                new SortKey().add(ColumnKind.TEXT, "aa").add(ColumnKind.INTEGER, 1L).toBytes();
        assertThat(Arrays.compareUnsigned(first, second)).isNegative();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void agreesWithJavaOnRandomNumbersAndTexts(long seed) {
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
        for (int i = 0; i < 20_000; i++) {
            BigDecimal a = number(random);
            BigDecimal b = number(random);
            assertThat(
                            Integer.signum(
                                    compare(
                                            ColumnKind.NUMERIC,
                                            a.toPlainString(),
                                            b.toPlainString())))
                    .as("seed %d: %s and %s", seed, a, b)
                    .isEqualTo(a.compareTo(b));
            String s = text(random);
            String t = text(random);
            assertThat(Integer.signum(compare(ColumnKind.TEXT, s, t)))
                    .as("seed %d: %s and %s", seed, s, t)
                    .isEqualTo(
                            Integer.signum(
                                    Arrays.compareUnsigned(
                                            s.getBytes(StandardCharsets.UTF_8),
                                            t.getBytes(StandardCharsets.UTF_8))));
        }
    }

    private static BigDecimal number(RandomGenerator random) {
        return new BigDecimal(
                BigInteger.valueOf(random.nextLong(-2_000, 2_000)), random.nextInt(-3, 4));
    }

    private static String text(RandomGenerator random) {
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            out.appendCodePoint(List.of(1, 65, 97, 233, 0xfb01, 0x1f600).get(random.nextInt(6)));
        }
        return out.toString();
    }

    private static void assertSorted(ColumnKind kind, Object... cells) {
        for (int i = 1; i < cells.length; i++) {
            assertThat(compare(kind, cells[i - 1], cells[i]))
                    .as("%s before %s", cells[i - 1], cells[i])
                    .isNegative();
        }
    }

    private static int compare(ColumnKind kind, Object a, Object b) {
        return Arrays.compareUnsigned(key(kind, a), key(kind, b));
    }

    private static byte[] key(ColumnKind kind, Object cell) {
        return new SortKey().add(kind, cell).toBytes();
    }
}
