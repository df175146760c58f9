package dev.sluice.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.cut.Cut;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.ColumnKind;
import dev.sluice.record.PushType;
import dev.sluice.record.TableDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "a/b", "a,b", "%", "%-", "#1", "\0\n", "é😀", "%2F"})
    void readBackWhatTheyWrote(String text) {
        // Given
        RowKey key = new RowKey(text, "s." + text, RowId.of(List.of(text, "x" + text)));

        // When
        RowKey read = RowKey.parse(key.bytes());

        // Then
        assertThat(read).isEqualTo(key);
        assertThat(RowId.cells(read.id())).containsExactly(text, "x" + text);
        assertThat(MarkKey.isMark(key.bytes())).isFalse();
    }

    @Test
    void nameKeyColumnsInTheTablesOrderWhateverTheKeysIs() {
        TableDefinition definition =
                new TableDefinition(
                        "t",
                        1,
                        1L,
                        List.of(column("a"), column("b"), column("c")),
                        List.of("c", "a"),
                        List.of("a", "c"),
                        "b");
        assertThat(RowId.columns(definition)).containsExactly("a", "c");
    }

    private static ColumnDefinition column(String name) {
        return new ColumnDefinition(name, ColumnKind.INTEGER, "integer", false, 0);
    }

    @Test
    void tellNoTenantFromTheEmptyOne() {
        assertThat(RowKey.parse("%-/t/1").tenant()).isNull();
        assertThat(RowKey.parse("/t/1").tenant()).isEmpty();
    }

    /// Every topic of every installation holds these bytes: they never change.
    @Test
    void haveStableBytes() {
        assertThat(new RowKey("1", "services", "83")).hasToString("1/services/83");
        assertThat(new RowKey("a/b", "b.t", RowId.of(List.of("1", "x,y"))))
                .hasToString("a%2Fb/b.t/1,x%2Cy");
        assertThat(new ChangeKey("services", "83")).hasToString("services/83");
        assertThat(new PushKey("1", PushType.FULL, Cut.parse("2026-11-23T22:00:00Z")))
                .hasToString("1/full/2026-11-23T22:00:00Z");
        assertThat(PushKey.parse("1/full/latest"))
                .isEqualTo(new PushKey("1", PushType.FULL, Cut.NONE))
                .hasToString("1/full/latest");
        assertThat(new String(MarkKey.of(3), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("#3");
    }

    @Test
    void refuseWhatTheyNeverWrote() {
        assertThatIllegalArgumentException().isThrownBy(() -> RowKey.parse("1/services"));
        assertThatIllegalArgumentException().isThrownBy(() -> RowKey.parse("1/t/1/2"));
        assertThatIllegalArgumentException().isThrownBy(() -> ChangeKey.parse("services"));
        assertThatIllegalArgumentException().isThrownBy(() -> PushKey.parse("1/weekly/x"));
        assertThatIllegalArgumentException().isThrownBy(() -> RowId.cells("%2"));
    }
}
