package dev.sluice.capture.reading;

import java.util.HashSet;
import java.util.Set;

/// Which transactions a statement saw: PostgreSQL's `pg_current_snapshot()`, top-level transactions
/// only, as in the log.
///
/// @param xmax every transaction from this one on had not ended
/// @param running those below it that had not ended either
public record Visibility(long xmax, Set<Long> running) {

    private static final long EPOCH = 1L << 32;

    public Visibility {
        running = Set.copyOf(running);
    }

    /// Reads `xmin:xmax:xip,xip`.
    public static Visibility parse(String text) {
        String[] parts = text.split(":", -1);
        Set<Long> running = new HashSet<>();
        for (String id : parts[2].split(",", -1)) {
            if (!id.isEmpty()) {
                running.add(Long.parseLong(id));
            }
        }
        return new Visibility(Long.parseLong(parts[1]), running);
    }

    /// Whether a committed transaction was seen.
    ///
    /// @param transaction its id as the log has it: the low 32 bits, of an id that is less than
    ///   half of these away
    public boolean sees(long transaction) {
        long full = (xmax & -EPOCH) | (transaction & (EPOCH - 1));
        if (full - xmax >= EPOCH / 2) {
            full -= EPOCH;
        } else if (xmax - full > EPOCH / 2) {
            full += EPOCH;
        }
        return full < xmax && !running.contains(full);
    }
}
