package dev.sluice.capture.debezium;

import dev.sluice.record.ColumnKind;

/// What the converter has to know of a column.
///
/// @param kind how its cells are carried
/// @param baseType its type's name in `pg_type`; of an array its elements'
record ColumnType(ColumnKind kind, String baseType) {}
