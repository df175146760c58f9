package dev.sluice.publisher.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.TableConfig;
import dev.sluice.key.RowId;
import dev.sluice.publisher.Csv;
import dev.sluice.publisher.Csv.Cell;
import dev.sluice.publisher.Csv.Form;
import dev.sluice.publisher.row.RowView;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.ColumnKind;
import dev.sluice.record.FileColumn;
import dev.sluice.record.Position;
import dev.sluice.record.RowVersion;
import dev.sluice.record.TableDefinition;
import dev.sluice.table.CellText;
import dev.sluice.table.TableName;
import dev.sluice.table.Template;
import dev.sluice.wire.Records;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineWriterTest {

    private static final TableConfig PLAIN = config(Map.of(), List.of());

    private static TableConfig config(Map<String, Template> derive, List<String> columns) {
        return new TableConfig(
                TableName.parse("things"),
                "account_id",
                Set.of(),
                derive,
                columns,
                Optional.empty());
    }

    private static TableDefinition definition(ColumnDefinition... columns) {
        return new TableDefinition(
                "things", 1, 1L, List.of(columns), List.of("id"), List.of("id"), "account_id");
    }

    private static ColumnDefinition column(String name, ColumnKind kind) {
        return new ColumnDefinition(name, kind, "type of " + name, false, 0);
    }

    private static RowView row(@Nullable List<@Nullable Object> cells) {
        RowView view = new RowView();
        view.read(
                new Records()
                        .encode(
                                new RowVersion(
                                        1L,
                                        0L,
                                        new Position(5L, 6L),
                                        1_582_120_662_000_000L,
                                        1,
                                        3,
                                        ByteBuffer.wrap(new byte[] {1, 2}),
                                        cells)));
        return view;
    }

    private static String text(CsvBuffer out) {
        return new String(out.bytes(), 0, out.length(), StandardCharsets.UTF_8);
    }

    private static Cell cell(ColumnKind kind, @Nullable Object value) {
        TableDefinition definition = definition(column("id", kind));
        CsvBuffer out = new CsvBuffer();
        Layout layout = Layout.of(definition, PLAIN);
        layout.header(out);
        new LineWriter(layout, definition).live(row(Arrays.asList(value)), out);
        return Csv.lines(text(out)).get(1).getFirst();
    }

    private static String plain(ColumnKind kind, Object value) {
        Cell cell = cell(kind, value);
        assertThat(cell.form()).isEqualTo(Form.PLAIN);
        return cell.text();
    }

    @Test
    void nullTheTextNullAndEmptyTextNeverMeet() {
        assertThat(cell(ColumnKind.TEXT, null)).isEqualTo(new Cell(Form.NULL, ""));
        assertThat(cell(ColumnKind.TEXT, "NULL")).isEqualTo(new Cell(Form.QUOTED, "NULL"));
        assertThat(cell(ColumnKind.TEXT, "")).isEqualTo(new Cell(Form.QUOTED, ""));
        assertThat(cell(ColumnKind.OTHER, "NULL")).isEqualTo(new Cell(Form.QUOTED, "NULL"));
        assertThat(cell(ColumnKind.TEXT, "NULLS")).isEqualTo(new Cell(Form.PLAIN, "NULLS"));
        assertThat(cell(ColumnKind.TEXT, "null")).isEqualTo(new Cell(Form.PLAIN, "null"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b",
                "say \"hi\"",
                "\"",
                "line\nline",
                "line\rline",
                "\r\n",
                ",",
                "\"\"",
                "é,ö",
                "\uD83D\uDE00 \uD83D\uDE00,\n"
            })
    void quotesACellThatHoldsASeparator(String text) {
        assertThat(cell(ColumnKind.TEXT, text)).isEqualTo(new Cell(Form.QUOTED, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", " a ", "a;b", "it's", "\t", "\uD83D\uDE00", "漢字", "{}", "a\u0001"})
    void leavesACellThatNeedsNoQuotesWithout(String text) {
        assertThat(cell(ColumnKind.TEXT, text)).isEqualTo(new Cell(Form.PLAIN, text));
    }

    @Test
    void writesAMegabyteOfQuotes() {
        String large = "\"".repeat(1 << 20);
        assertThat(cell(ColumnKind.TEXT, large)).isEqualTo(new Cell(Form.QUOTED, large));
    }

    @Test
    void writesExtremeValues() {
        assertThat(plain(ColumnKind.INTEGER, Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(plain(ColumnKind.INTEGER, Long.MAX_VALUE)).isEqualTo("9223372036854775807");
        assertThat(plain(ColumnKind.INTEGER, 0L)).isEqualTo("0");
        assertThat(plain(ColumnKind.NUMERIC, "-0.500")).isEqualTo("-0.500");
        assertThat(plain(ColumnKind.NUMERIC, "NaN")).isEqualTo("NaN");
        assertThat(plain(ColumnKind.REAL, Float.MIN_VALUE)).isEqualTo("1e-45");
        assertThat(plain(ColumnKind.DOUBLE, Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
        assertThat(plain(ColumnKind.DATE, Long.MAX_VALUE)).isEqualTo("infinity");
        assertThat(plain(ColumnKind.TIMESTAMP, Long.MIN_VALUE)).isEqualTo("-infinity");
        assertThat(plain(ColumnKind.TIMESTAMP, 1_582_120_631_500_000L))
                .isEqualTo("2020-02-19 13:57:11.5");
        assertThat(plain(ColumnKind.TIME, 86_400_000_000L)).isEqualTo("24:00:00");
        assertThat(plain(ColumnKind.BOOLEAN, true)).isEqualTo("1");
        assertThat(plain(ColumnKind.BOOLEAN, false)).isEqualTo("0");
        assertThat(plain(ColumnKind.BYTES, ByteBuffer.wrap(new byte[] {0, -1, 0x1a})))
                .isEqualTo("\\x00ff1a");
        assertThat(plain(ColumnKind.BYTES, ByteBuffer.allocate(0))).isEqualTo("\\x");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void writesTheTextThatTheContractHasForEveryKind(long seed) {
        // Given
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 2000; i++) {
            ColumnKind kind = ColumnKind.values()[random.nextInt(ColumnKind.values().length)];
            Object value = value(kind, random);

            // When
            Cell written = cell(kind, value);

            // Then
            assertThat(written.text())
                    .as("seed %d, %s %s", seed, kind, value)
                    .isEqualTo(CellText.of(kind, value));
        }
    }

    private static Object value(ColumnKind kind, RandomGenerator random) {
        return switch (kind) {
            case BOOLEAN -> random.nextBoolean();
            case INTEGER -> random.nextLong() >> random.nextInt(64);
            case DATE -> random.nextLong(-3_000_000, 3_000_000);
            case TIMESTAMP -> random.nextLong() >> random.nextInt(6, 40);
            case TIME -> random.nextLong(86_400_000_001L);
            case REAL -> Float.intBitsToFloat(random.nextInt());
            case DOUBLE -> Double.longBitsToDouble(random.nextLong());
            case BYTES -> {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                yield ByteBuffer.wrap(bytes);
            }
            case NUMERIC -> Long.toString(random.nextLong()) + ".50";
            case UUID -> "6f1c0b8e-8b0a-4a67-9b46-0a2f3e0d6c11";
            case TEXT, INTERVAL, JSON, ARRAY, OTHER -> randomText(random);
        };
    }

    private static String randomText(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(12);
        String alphabet = "aNUL,\"\n\r é漢\uD83D\uDE00";
        int[] points = alphabet.codePoints().toArray();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    @Test
    void aDeletionHasItsKeyAndItsTimeAndElseBlanks() {
        // Given
        TableDefinition definition =
                new TableDefinition(
                        "things",
                        1,
                        1L,
                        List.of(
                                column("name", ColumnKind.TEXT),
                                column("b", ColumnKind.TEXT),
                                column("account_id", ColumnKind.INTEGER),
                                column("a", ColumnKind.INTEGER)),
                        List.of("a", "b"),
                        List.of("a", "b"),
                        "account_id");
        CsvBuffer out = new CsvBuffer();

        // When
        new LineWriter(Layout.of(definition, PLAIN), definition)
                .deletion(row(null), RowId.of(List.of("x,/\"NULL", "7")), out);

        // Then
        assertThat(text(out)).isEqualTo(",\"x,/\"\"NULL\",7,2020-02-19 13:57:42\n");
    }

    @Test
    void aDeletedRowWhoseKeyIsTheTextNullOrEmptyIsTold() {
        TableDefinition definition = definition(column("id", ColumnKind.TEXT));
        CsvBuffer out = new CsvBuffer();
        LineWriter writer = new LineWriter(Layout.of(definition, PLAIN), definition);

        writer.deletion(row(null), RowId.of(List.of("NULL")), out);
        writer.deletion(row(null), RowId.of(List.of("")), out);

        assertThat(text(out)).isEqualTo("\"NULL\",2020-02-19 13:57:42\n\"\",2020-02-19 13:57:42\n");
    }

    @Test
    void derivedColumnsFollowTheTablesOwnAndAreNullWhereTheirCellIs() {
        // Given
        TableDefinition definition =
                definition(
                        column("id", ColumnKind.INTEGER),
                        column("account_id", ColumnKind.INTEGER),
                        column("alias", ColumnKind.TEXT));
        Map<String, Template> derive = new LinkedHashMap<>();
        derive.put("html_url", Template.parse("https://x/{alias}?id={id}"));
        derive.put("gone", Template.parse("{no_such_column}"));
        Layout layout = Layout.of(definition, config(derive, List.of()));
        LineWriter writer = new LineWriter(layout, definition);
        CsvBuffer out = new CsvBuffer();

        // When
        layout.header(out);
        writer.live(row(Arrays.asList(1L, 2L, "a,b/ü")), out);
        writer.live(row(Arrays.asList(3L, 2L, null)), out);

        // Then
        assertThat(text(out))
                .isEqualTo(
                        "id,alias,html_url,gone,deleted_at\n"
                                + "1,\"a,b/ü\",\"https://x/a,b/ü?id=1\",NULL,\n"
                                + "3,NULL,NULL,NULL,\n");
        assertThat(layout.fileColumns())
                .containsExactly(
                        new FileColumn("id", "type of id", null),
                        new FileColumn("alias", "type of alias", null),
                        new FileColumn("html_url", "text", "https://x/{alias}?id={id}"),
                        new FileColumn("gone", "text", "{no_such_column}"),
                        new FileColumn("deleted_at", "timestamp", null));
    }

    @Test
    void columnsOfTheConfigurationComeFirstAndTheRestFollows() {
        TableDefinition definition =
                definition(
                        column("id", ColumnKind.INTEGER),
                        column("a", ColumnKind.TEXT),
                        column("b", ColumnKind.TEXT),
                        column("c", ColumnKind.TEXT));
        Map<String, Template> derive = Map.of("url", Template.parse("x"));

        Layout layout = Layout.of(definition, config(derive, List.of("url", "b", "missing")));

        assertThat(layout.fileColumns())
                .extracting(FileColumn::getName)
                .containsExactly("url", "b", "id", "a", "c", "deleted_at");
    }

    @Test
    void aRowOfAnEarlierDefinitionIsMatchedByName() {
        // Given
        TableDefinition before =
                definition(
                        column("id", ColumnKind.INTEGER),
                        column("gone", ColumnKind.TEXT),
                        column("name", ColumnKind.INTEGER));
        TableDefinition after =
                definition(
                        column("name", ColumnKind.TEXT),
                        column("added", ColumnKind.TEXT),
                        column("id", ColumnKind.INTEGER));
        CsvBuffer out = new CsvBuffer();

        // When
        new LineWriter(Layout.of(after, PLAIN), before).live(row(Arrays.asList(1L, "x", 42L)), out);

        // Then
        assertThat(text(out)).isEqualTo("42,NULL,1,\n");
    }

    @Test
    void aRowThatDoesNotFitItsDefinitionIsRefused() {
        TableDefinition definition =
                definition(column("id", ColumnKind.INTEGER), column("a", ColumnKind.TEXT));
        LineWriter writer = new LineWriter(Layout.of(definition, PLAIN), definition);

        assertThatThrownBy(() -> writer.live(row(Arrays.asList(1L)), new CsvBuffer()))
                .hasMessageContaining("1 cells where its definition has 2 columns");
        assertThatThrownBy(() -> writer.live(row(Arrays.asList(1L, 2L)), new CsvBuffer()))
                .hasMessageContaining("kind TEXT holds LONG where STRING");
    }

    @Test
    void aTableOfManyColumnsIsReadWhole() {
        List<ColumnDefinition> columns = new ArrayList<>();
        List<@Nullable Object> cells = new ArrayList<>();
        for (int i = 0; i < 1600; i++) {
            columns.add(column("c" + i, ColumnKind.INTEGER));
            cells.add((long) i);
        }
        TableDefinition definition = definition(columns.toArray(ColumnDefinition[]::new));
        CsvBuffer out = new CsvBuffer();

        new LineWriter(Layout.of(definition, PLAIN), definition).live(row(cells), out);

        assertThat(text(out)).startsWith("0,1,2,").endsWith(",1598,1599,\n");
    }
}
