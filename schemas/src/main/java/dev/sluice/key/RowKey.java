package dev.sluice.key;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The key of a row version in `rows` and `deltas`: `tenant/table/id`.
///
/// @param tenant the text of the tenant column; null for a row without a tenant, written `%-`
/// @param table the table's name, as [dev.sluice.table.TableName] writes it
/// @param id the primary key as [RowId] text
public record RowKey(@Nullable String tenant, String table, String id) {

    /// How "no tenant" is written; no escaped text looks like it.
    private static final String NO_TENANT = "%-";

    /// The key that a text stands for.
    ///
    /// @throws IllegalArgumentException if the text has not exactly three parts
    public static RowKey parse(String text) {
        int first = text.indexOf('/');
        int second = text.indexOf('/', first + 1);
        if (first < 0 || second < 0 || text.indexOf('/', second + 1) >= 0) {
            throw new IllegalArgumentException("\"" + text + "\" is not \"tenant/table/id\"");
        }
        String tenant = text.substring(0, first);
        return new RowKey(
                tenant.equals(NO_TENANT) ? null : KeyText.unescape(tenant),
                KeyText.unescape(text.substring(first + 1, second)),
                text.substring(second + 1));
    }

    /// The key that UTF-8 bytes stand for.
    ///
    /// @throws IllegalArgumentException if the text has not exactly three parts
    public static RowKey parse(byte[] utf8) {
        return parse(new String(utf8, StandardCharsets.UTF_8));
    }

    /// Whether a key's bytes name a tenant, told from the bytes alone.
    public static boolean hasTenant(byte[] utf8) {
        return utf8.length < 2 || utf8[0] != NO_TENANT.charAt(0) || utf8[1] != NO_TENANT.charAt(1);
    }

    /// The tenant column's text in the bytes of a key that names a tenant.
    ///
    /// @param at where in the bytes the key begins
    public static String tenant(byte[] utf8, int at) {
        int end = at;
        while (end < utf8.length && utf8[end] != '/') {
            end++;
        }
        return KeyText.unescape(new String(utf8, at, end - at, StandardCharsets.UTF_8));
    }

    /// The key's bytes in the topic.
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        if (tenant == null) {
            out.append(NO_TENANT);
        } else {
            KeyText.escape(tenant, out);
        }
        out.append('/');
        KeyText.escape(table, out);
        return out.append('/').append(id).toString();
    }
}
