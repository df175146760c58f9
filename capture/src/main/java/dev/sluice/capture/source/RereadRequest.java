package dev.sluice.capture.source;

import dev.sluice.table.TableName;
import org.jspecify.annotations.Nullable;

/// Someone asks for a table to be read again.
///
/// @param id the request's id, on one line
/// @param table the table
/// @param condition SQL that limits the rows; null for all of them, and only then rows that are
///   gone are found. Whoever may write to the log may ask, so it can be no more than one expression
public record RereadRequest(String id, TableName table, @Nullable String condition) {

    public RereadRequest {
        if (condition != null && condition.contains(";")) {
            throw new IllegalArgumentException(
                    "the condition (%s) holds a semicolon, which could end the statement that it becomes a part of; write it without one, as chr(59) within a text"
                            .formatted(condition));
        }
    }

    /// The message that carries it: id and table on a line each, then the condition.
    String text() {
        return id + "\n" + table + (condition == null ? "" : "\n" + condition);
    }

    /// The inverse of [#text()].
    ///
    /// @throws IllegalArgumentException if it is no such text
    public static RereadRequest parse(String text) {
        String[] lines = text.split("\n", 3);
        if (lines.length < 2) {
            throw new IllegalArgumentException(
                    "a request to read a table again has its id and the table on a line each");
        }
        return new RereadRequest(
                lines[0], TableName.parse(lines[1]), lines.length == 3 ? lines[2] : null);
    }
}
