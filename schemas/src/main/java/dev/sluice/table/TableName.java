package dev.sluice.table;

import java.util.Objects;

/// A table of the source. Written `services` where it stands in the default schema `public`, and
/// `billing.invoices` elsewhere; that text is the table's name in topics, files and configuration.
///
/// @param schema the schema, not empty
/// @param name the table's own name, not empty
public record TableName(String schema, String name) implements Comparable<TableName> {

    /// The schema that is not written.
    public static final String DEFAULT_SCHEMA = "public";

    public TableName {
        Objects.requireNonNull(schema, "schema");
        Objects.requireNonNull(name, "name");
        if (schema.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException(
                    "a table is named \"table\" or \"schema.table\", not \""
                            + schema
                            + "."
                            + name
                            + "\"");
        }
    }

    /// The table that a text names, the inverse of [#toString()]. A name that itself holds a dot is
    /// read as schema and table at the first dot.
    ///
    /// @throws IllegalArgumentException if either part is empty
    public static TableName parse(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? new TableName(DEFAULT_SCHEMA, text)
                : new TableName(text.substring(0, dot), text.substring(dot + 1));
    }

    @Override
    public int compareTo(TableName other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        // A dot in a name of the default schema would read back as a schema.
        return schema.equals(DEFAULT_SCHEMA) && name.indexOf('.') < 0 ? name : schema + "." + name;
    }
}
