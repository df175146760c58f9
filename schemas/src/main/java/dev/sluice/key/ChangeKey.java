package dev.sluice.key;

import java.nio.charset.StandardCharsets;

/// The key of a change in `changes`: `table/identity`.
///
/// @param table the table's name, as [dev.sluice.table.TableName] writes it
/// @param identity the replica identity's columns as [RowId] text
public record ChangeKey(String table, String identity) {

    /// The key that a text stands for.
    ///
    /// @throws IllegalArgumentException if the text has not exactly two parts
    public static ChangeKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || text.indexOf('/', slash + 1) >= 0) {
            throw new IllegalArgumentException("\"" + text + "\" is not \"table/identity\"");
        }
        return new ChangeKey(KeyText.unescape(text.substring(0, slash)), text.substring(slash + 1));
    }

    /// The key that UTF-8 bytes stand for.
    ///
    /// @throws IllegalArgumentException if the text has not exactly two parts
    public static ChangeKey parse(byte[] utf8) {
        return parse(new String(utf8, StandardCharsets.UTF_8));
    }

    /// The text that the keys of all rows of a table begin with, the slash included.
    public static String prefix(String table) {
        return KeyText.escape(table) + "/";
    }

    /// The key's bytes in the topic.
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return prefix(table) + identity;
    }
}
