package dev.sluice.key;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The key of a mark in `rows`: `#` and the upstream partition. A compacted topic takes no null
/// keys; no [RowKey] begins with `#`.
public final class MarkKey {

    private MarkKey() {}

    /// The key's bytes for the marks of one upstream partition.
    public static byte[] of(int upstream) {
        return ("#" + upstream).getBytes(StandardCharsets.UTF_8);
    }

    /// Whether a key is a mark's: null, or beginning with `#`.
    public static boolean isMark(byte @Nullable [] key) {
        return key == null || (key.length > 0 && key[0] == '#');
    }
}
