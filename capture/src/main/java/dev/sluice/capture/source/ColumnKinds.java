package dev.sluice.capture.source;

import dev.sluice.record.ColumnKind;

/// Which kind a type of PostgreSQL is, by its name in `pg_type`; a domain has its base type's name
/// here.
public final class ColumnKinds {

    private ColumnKinds() {}

    /// The kind of a type.
    ///
    /// @param typeName e.g. `int4`; of an array any name
    public static ColumnKind of(String typeName, boolean array) {
        if (array) {
            return ColumnKind.ARRAY;
        }
        return switch (typeName) {
            case "bool" -> ColumnKind.BOOLEAN;
            case "int2", "int4", "int8", "oid" -> ColumnKind.INTEGER;
            case "numeric", "money" -> ColumnKind.NUMERIC;
            case "float4" -> ColumnKind.REAL;
            case "float8" -> ColumnKind.DOUBLE;
            case "text", "varchar", "bpchar", "citext", "name", "char" -> ColumnKind.TEXT;
            case "timestamp", "timestamptz" -> ColumnKind.TIMESTAMP;
            case "date" -> ColumnKind.DATE;
            case "time" -> ColumnKind.TIME;
            case "interval" -> ColumnKind.INTERVAL;
            case "bytea" -> ColumnKind.BYTES;
            case "uuid" -> ColumnKind.UUID;
            case "json", "jsonb" -> ColumnKind.JSON;
            default -> ColumnKind.OTHER;
        };
    }
}
