package dev.sluice.key;

import dev.sluice.cut.Cut;
import dev.sluice.record.PushType;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The key of a push in the ledger: `tenant/type/cut`, e.g. `1/incremental/2026-11-23T22:00:00Z`.
/// One that is asked for at the latest cut, whichever that will be, is `tenant/type/latest` until
/// it is made.
///
/// @param tenant the tenant column's text, as in [RowKey]
/// @param type which kind of push
/// @param cut the cut it shows; NONE for the latest
public record PushKey(String tenant, PushType type, Cut cut) {

    private static final String LATEST = "latest";

    /// Whether it is that of a request, which a push at the latest cut answers.
    public boolean isRequest() {
        return !cut.exists();
    }

    /// The key that a text stands for.
    ///
    /// @throws IllegalArgumentException if the text is not of that form; the message says why
    public static PushKey parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("\"" + text + "\" is not \"tenant/type/cut\"");
        }
        return new PushKey(
                KeyText.unescape(parts[0]),
                PushType.valueOf(parts[1].toUpperCase(Locale.ROOT)),
                parts[2].equals(LATEST) ? Cut.NONE : Cut.parse(parts[2]));
    }

    /// The key that UTF-8 bytes stand for.
    ///
    /// @throws IllegalArgumentException if the text is not of that form
    public static PushKey parse(byte[] utf8) {
        return parse(new String(utf8, StandardCharsets.UTF_8));
    }

    /// A type as it is written in keys, paths and commands: `full` or `incremental`.
    public static String text(PushType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /// The key's bytes in the topic.
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return KeyText.escape(tenant) + "/" + text(type) + "/" + (isRequest() ? LATEST : cut);
    }
}
