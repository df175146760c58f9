package dev.sluice.publisher.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.TableConfig;
import dev.sluice.key.RowId;
import dev.sluice.publisher.row.RowView;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.ColumnKind;
import dev.sluice.record.Position;
import dev.sluice.record.RowVersion;
import dev.sluice.record.TableDefinition;
import dev.sluice.table.TableName;
import dev.sluice.table.Template;
import dev.sluice.wire.Records;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Rows of one version of a table in the layout of another, older or newer.
class ColumnMatchTest {

    private static final TableConfig PLAIN =
            new TableConfig(
                    TableName.parse("things"),
                    "account_id",
                    Set.of(),
                    Map.of(),
                    List.of(),
                    Optional.empty());

    private static final ColumnDefinition ID = column("id", 1, ColumnKind.INTEGER);
    private static final ColumnDefinition NAME = column("name", 2, ColumnKind.TEXT);
    private static final ColumnDefinition SIZE = column("size", 3, ColumnKind.INTEGER);

    private static ColumnDefinition column(String name, int number, ColumnKind kind) {
        return new ColumnDefinition(name, kind, kind.name(), false, number);
    }

    private static TableDefinition version(ColumnDefinition... columns) {
        return version(List.of("id"), columns);
    }

    private static TableDefinition version(List<String> key, ColumnDefinition... columns) {
        return new TableDefinition("things", 1, 1L, List.of(columns), key, key, "account_id");
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
                                        ByteBuffer.wrap(new byte[] {1}),
                                        cells)));
        return view;
    }

    private static String live(TableDefinition layout, TableDefinition row, Object... cells) {
        return live(PLAIN, layout, row, cells);
    }

    private static String live(
            TableConfig config, TableDefinition layout, TableDefinition row, Object... cells) {
        CsvBuffer out = new CsvBuffer();
        new LineWriter(Layout.of(layout, config), row).live(row(Arrays.asList(cells)), out);
        return text(out);
    }

    private static String deletion(TableDefinition layout, TableDefinition row, String... key) {
        CsvBuffer out = new CsvBuffer();
        new LineWriter(Layout.of(layout, PLAIN), row)
                .deletion(row(null), RowId.of(List.of(key)), out);
        return text(out);
    }

    private static String text(CsvBuffer out) {
        return new String(out.bytes(), 0, out.length(), StandardCharsets.UTF_8);
    }

    @Test
    void anAddedColumnIsNullInRowsFromBeforeIt() {
        assertThat(live(version(ID, NAME, SIZE), version(ID, NAME), 1L, "a"))
                .isEqualTo("1,a,NULL,\n");
    }

    @Test
    void anAddedColumnIsLeftOutWhereTheLayoutIsOlder() {
        assertThat(live(version(ID, NAME), version(ID, SIZE, NAME), 1L, 9L, "a"))
                .isEqualTo("1,a,\n");
    }

    @Test
    void aDroppedColumnIsLeftOutAndIsNullWhereTheLayoutStillHasIt() {
        assertThat(live(version(ID, SIZE), version(ID, NAME, SIZE), 1L, "a", 9L))
                .isEqualTo("1,9,\n");
        assertThat(live(version(ID, NAME, SIZE), version(ID, SIZE), 1L, 9L))
                .isEqualTo("1,NULL,9,\n");
    }

    @Test
    void aRenamedColumnIsFoundByItsNumber() {
        ColumnDefinition title = column("title", 2, ColumnKind.TEXT);
        assertThat(live(version(ID, title), version(ID, NAME), 1L, "a")).isEqualTo("1,a,\n");
        assertThat(live(version(ID, NAME), version(ID, title), 1L, "a")).isEqualTo("1,a,\n");
    }

    @Test
    void twoColumnsThatChangedNamesAreNotMixedUp() {
        ColumnDefinition a = column("a", 2, ColumnKind.TEXT);
        ColumnDefinition b = column("b", 3, ColumnKind.TEXT);
        ColumnDefinition aThen = column("b", 2, ColumnKind.TEXT);
        ColumnDefinition bThen = column("a", 3, ColumnKind.TEXT);
        assertThat(live(version(ID, a, b), version(ID, aThen, bThen), 1L, "of a", "of b"))
                .isEqualTo("1,of a,of b,\n");
    }

    @Test
    void aColumnDroppedAndAddedAnewUnderItsNameIsAnotherColumn() {
        ColumnDefinition anew = column("name", 7, ColumnKind.TEXT);
        assertThat(live(version(ID, anew), version(ID, NAME), 1L, "old")).isEqualTo("1,NULL,\n");
    }

    @Test
    void withoutANumberOnEitherSideTheNameDecides() {
        ColumnDefinition unnumbered = column("name", 0, ColumnKind.TEXT);
        assertThat(live(version(ID, unnumbered), version(ID, NAME), 1L, "a")).isEqualTo("1,a,\n");
        assertThat(live(version(ID, NAME), version(ID, unnumbered), 1L, "a")).isEqualTo("1,a,\n");
    }

    @Test
    void aRetypedColumnIsWrittenAsTheRowsOwnVersionHasIt() {
        ColumnDefinition text = column("size", 3, ColumnKind.TEXT);
        assertThat(live(version(ID, SIZE), version(ID, text), 1L, "nine, about"))
                .isEqualTo("1,\"nine, about\",\n");
        assertThat(live(version(ID, text), version(ID, SIZE), 1L, 9L)).isEqualTo("1,9,\n");
    }

    @Test
    void reorderedColumnsStandInTheOrderOfTheLayout() {
        assertThat(live(version(ID, NAME, SIZE), version(SIZE, NAME, ID), 9L, "a", 1L))
                .isEqualTo("1,a,9,\n");
    }

    @Test
    void aDerivedColumnIsMadeOfTheRenamedOne() {
        TableConfig config =
                new TableConfig(
                        TableName.parse("things"),
                        "account_id",
                        Set.of(),
                        Map.of("url", Template.parse("/t/{title}")),
                        List.of(),
                        Optional.empty());
        ColumnDefinition title = column("title", 2, ColumnKind.TEXT);
        assertThat(live(config, version(ID, title), version(ID, NAME), 1L, "a"))
                .isEqualTo("1,a,/t/a,\n");
    }

    @Test
    void theKeyOfADeletionIsFoundThoughTheOrdersOfKeyAndColumnsChanged() {
        TableDefinition before = version(List.of("id", "name"), ID, NAME, SIZE);
        TableDefinition after = version(List.of("name", "id"), NAME, SIZE, ID);
        assertThat(deletion(after, before, "1", "a")).isEqualTo("a,,1,2020-02-19 13:57:42\n");
        assertThat(deletion(before, after, "a", "1")).isEqualTo("1,a,,2020-02-19 13:57:42\n");
    }

    @Test
    void theKeyOfADeletionStandsUnderTheNameThatTheLayoutHas() {
        ColumnDefinition title = column("title", 2, ColumnKind.TEXT);
        TableDefinition before = version(List.of("name"), NAME, SIZE);
        TableDefinition after = version(List.of("title"), SIZE, title);
        assertThat(deletion(after, before, "a")).isEqualTo(",a,2020-02-19 13:57:42\n");
    }
}
