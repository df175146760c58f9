package dev.sluice.chaos.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What does not hold. Thread-safe.
public final class Findings {

    private static final int SHOWN = 100;

    private final List<String> found = new ArrayList<>();

    /// Adds one, as a sentence that names the object.
    public synchronized void add(String what, @Nullable Object... arguments) {
        if (found.size() < SHOWN) {
            found.add(what.formatted(arguments));
        }
    }

    /// Adds one unless the condition holds.
    public void require(boolean holds, String what, @Nullable Object... arguments) {
        if (!holds) {
            add(what, arguments);
        }
    }

    /// All of them, the first hundred.
    public synchronized List<String> all() {
        return List.copyOf(found);
    }
}
