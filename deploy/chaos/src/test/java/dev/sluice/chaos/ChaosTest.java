package dev.sluice.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.app.log.LogFormat;
import dev.sluice.app.log.Logs;
import dev.sluice.chaos.fault.FaultKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Some seeds for half a minute of faults each. `-Dsluice.chaos.seeds=1-50
/// -Dsluice.chaos.seconds=60` sets others.
class ChaosTest {

    private static final Duration SETTLING = Duration.ofMinutes(4);

    @BeforeAll
    static void quiet() {
        Logs.toStandardError(LogFormat.TEXT);
    }

    static LongStream seeds() {
        String[] range = System.getProperty("sluice.chaos.seeds", "1-2").split("-", 2);
        return LongStream.rangeClosed(
                Long.parseLong(range[0]), Long.parseLong(range[range.length - 1]));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingIsLostAndNothingIsTwiceUnderFaults(long seed) throws Exception {
        // Given
        RunSettings settings =
                new RunSettings(
                        seed,
                        Duration.ofSeconds(Integer.getInteger("sluice.chaos.seconds", 30)),
                        SETTLING,
                        EnumSet.allOf(FaultKind.class),
                        Path.of("target", "chaos", "seed-" + seed).toAbsolutePath());

        // When
        Report report = Chaos.run(settings);

        // Then
        System.out.print(report.text());
        assertThat(report.findings())
                .as("%s  what it left is in %s", report.text(), settings.directory())
                .isEmpty();
    }
}
