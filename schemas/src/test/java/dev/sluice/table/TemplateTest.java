package dev.sluice.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateTest {

    @Test
    void fillsInColumnsAndKeepsDoubledBraces() {
        // Given
        Template template = Template.parse("{{{a}/{b}}}");

        // When
        Optional<String> text =
                template.render(
                        column -> Optional.ofNullable(Map.of("a", "1", "b", "2").get(column)));

        // Then
        assertThat(text).contains("{1/2}");
        assertThat(template.columns()).containsExactly("a", "b");
    }

    @Test
    void isNullWhereAColumnIsNull() {
        assertThat(Template.parse("x{a}").render(_ -> Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "a}", "{}", "{a"})
    void refusesABraceWithoutItsPartner(String text) {
        assertThatThrownBy(() -> Template.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }
}
