package dev.sluice.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.record.ColumnKind;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellTextTest {

    /// What PostgreSQL 18 printed for these.
    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "-0.0, -0",
        "0.1, 0.1",
        "100000000000000, 100000000000000",
        "123456789012345, 123456789012345",
        "1e15, 1e+15",
        "1234567890123456, 1.234567890123456e+15",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "1.5e-7, 1.5e-07",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "4.9e-324, 5e-324",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "2e23, 2e+23",
        "NaN, NaN",
        "-Infinity, -Infinity",
    })
    void writesADoubleAsPostgresDoes(double value, String text) {
        assertThat(CellText.of(ColumnKind.DOUBLE, value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "0.1, 0.1",
        "123456, 123456",
        "1000000, 1e+06",
        "1234567, 1.234567e+06",
        "3.4028235e38, 3.4028235e+38",
        "1.4e-45, 1e-45",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
    })
    void writesARealAsPostgresDoes(float value, String text) {
        assertThat(CellText.of(ColumnKind.REAL, value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1582120631000000, 2020-02-19 13:57:11",
        "1582120631500000, 2020-02-19 13:57:11.5",
        "1582120631000001, 2020-02-19 13:57:11.000001",
        "-1, 1969-12-31 23:59:59.999999",
        "-62135596800000000, 0001-01-01 00:00:00",
        "-62135596800000001, 0001-12-31 23:59:59.999999 BC",
        "9223372036854775807, infinity",
        "-9223372036854775808, -infinity",
    })
    void writesATimestamp(long micros, String text) {
        assertThat(CellText.of(ColumnKind.TIMESTAMP, micros)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithJavaOnDatesOfAnyYear(long seed) {
        // Given
        RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
        DateTimeFormatter iso = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

        for (int i = 0; i < 20_000; i++) {
            LocalDateTime time =
                    LocalDate.of(1, 1, 1)
                            .plusDays(random.nextLong(3_600_000))
                            .atStartOfDay()
                            .plusSeconds(random.nextLong(86_400));

            // When
            String text =
                    CellText.of(
                            ColumnKind.TIMESTAMP, time.toEpochSecond(ZoneOffset.UTC) * 1_000_000);

            // Then
            assertThat(text).as("seed %d", seed).isEqualTo(time.format(iso));
        }
    }

    @Test
    void writesDatesBeforeTheFirstYear() {
        long ides = LocalDate.of(-43, 3, 15).toEpochDay();
        assertThat(CellText.of(ColumnKind.DATE, ides)).isEqualTo("0044-03-15 BC");
    }

    @Test
    void writesTheEndOfTheDay() {
        assertThat(CellText.of(ColumnKind.TIME, 86_400_000_000L)).isEqualTo("24:00:00");
    }

    @Test
    void writesBooleansAndBytes() {
        assertThat(CellText.of(ColumnKind.BOOLEAN, true)).isEqualTo("1");
        assertThat(CellText.of(ColumnKind.BYTES, ByteBuffer.wrap(new byte[] {0, (byte) 0xab})))
                .isEqualTo("\\x00ab");
    }
}
