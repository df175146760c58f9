package dev.sluice.app.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.metric.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetricsPageTest {

    private static final Path PAGE = Path.of("../../docs/metrics.md");

    @Test
    void thePageIsThatOfTheEnums() throws IOException {
        // Given
        String page = MetricsPage.text();
        if (Boolean.getBoolean("sluice.write")) {
            Files.writeString(PAGE, page);
        }

        // When
        String written = Files.readString(PAGE);

        // Then
        assertThat(written)
                .as(
                        "docs/metrics.md is stale; make it anew: mvn test -pl deploy/app -am"
                                + " -Dtest=MetricsPageTest -Dsurefire.failIfNoSpecifiedTests=false -Dsluice.write=true")
                .isEqualTo(page);
    }

    static Iterable<Metric> metrics() {
        return MetricsPage.all();
    }

    @ParameterizedTest
    @MethodSource("metrics")
    void namesAreAsPrometheusWantsThem(Metric metric) {
        assertThat(metric.exposedName()).matches("sluice_[a-z]+(_[a-z]+)*");
        assertThat(metric.exposedName().endsWith("_total"))
                .isEqualTo(metric.kind() == Metric.Kind.COUNTER);
        assertThat(metric.meaning()).endsWith(".");
    }
}
