package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReleasedSchemasTest {

    private static final ReleasedSchemas RELEASED = ReleasedSchemas.load();

    static Stream<Schema> current() {
        return Records.current().stream();
    }

    static Stream<Schema> released() {
        return RELEASED.all().stream();
    }

    @ParameterizedTest
    @MethodSource("current")
    void holdsTheCurrentVersionOfEveryRecord(Schema schema) {
        // When
        Schema found = RELEASED.find(SchemaNormalization.parsingFingerprint64(schema));

        // Then
        assertThat(found)
                .as(
                        "%s has changed: add its schema as the next version to"
                                + " schemas/src/main/resources/dev/sluice/released, and to its index:%n%s",
                        schema.getName(), schema.toString())
                .isNotNull();
    }

    @ParameterizedTest
    @MethodSource("released")
    void canBeReadByTheCurrentVersion(Schema released) {
        // Given
        Schema current =
                Records.current().stream()
                        .filter(schema -> schema.getFullName().equals(released.getFullName()))
                        .findFirst()
                        .orElseThrow();

        // When
        var result = SchemaCompatibility.checkReaderWriterCompatibility(current, released);

        // Then
        assertThat(result.getType())
                .as(result.getDescription())
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
}
