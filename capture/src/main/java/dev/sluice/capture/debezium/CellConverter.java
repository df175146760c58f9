package dev.sluice.capture.debezium;

import dev.sluice.record.ColumnKind;
import io.debezium.spi.converter.CustomConverter;
import io.debezium.spi.converter.RelationalColumn;
import java.util.Properties;
import org.apache.kafka.connect.data.SchemaBuilder;

/// Has Debezium build every captured column's value in the form that our topics carry, so that
/// nothing is converted twice. The columns' types come as a property from [EngineSettings].
///
/// Public with a public constructor because Debezium makes it by its name.
public final class CellConverter implements CustomConverter<SchemaBuilder, RelationalColumn> {

    static final String COLUMNS = "columns";

    /// The parameter of a column's schema that holds its type's number in `pg_type`, domains
    /// resolved.
    static final String TYPE = "type";

    private CellTypes types = CellTypes.parse("");

    /// Made by Debezium.
    public CellConverter() {}

    @Override
    public void configure(Properties properties) {
        types = CellTypes.parse(properties.getProperty(COLUMNS, ""));
    }

    @Override
    public void converterFor(
            RelationalColumn column, ConverterRegistration<SchemaBuilder> registration) {
        ColumnType type =
                types.of(
                        column.dataCollection(),
                        column.name(),
                        column.nativeType(),
                        column.typeName());
        SchemaBuilder schema =
                schema(type.kind()).parameter(TYPE, Integer.toString(column.nativeType()));
        // Every cell may be missing from a row of before. Debezium itself adds optional() to the
        // schema of a column that may be null, and a builder takes it only once.
        if (!column.isOptional()) {
            schema.optional();
        }
        registration.register(
                schema,
                column.hasDefaultValue() && column.defaultValue() != null
                        ? new AfterDefault(type)
                        : input -> CellValues.of(type, input));
    }

    private static SchemaBuilder schema(ColumnKind kind) {
        return switch (kind) {
            case BOOLEAN -> SchemaBuilder.bool();
            case INTEGER, TIMESTAMP, DATE, TIME -> SchemaBuilder.int64();
            case REAL -> SchemaBuilder.float32();
            case DOUBLE -> SchemaBuilder.float64();
            case BYTES -> SchemaBuilder.bytes();
            case NUMERIC, TEXT, INTERVAL, UUID, JSON, ARRAY, OTHER -> SchemaBuilder.string();
        };
    }

    /// Debezium first converts the column's default, once, to note it in the schema. Nobody asks
    /// for it, and it comes in other classes than rows do.
    private static final class AfterDefault implements Converter {

        private final ColumnType type;
        private boolean seen;

        AfterDefault(ColumnType type) {
            this.type = type;
        }

        @Override
        @org.jspecify.annotations.NullUnmarked // Debezium's interface knows no null marks.
        public Object convert(Object input) {
            if (!seen) {
                seen = true;
                return null;
            }
            return CellValues.of(type, input);
        }
    }
}
