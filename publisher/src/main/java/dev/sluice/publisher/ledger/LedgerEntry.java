package dev.sluice.publisher.ledger;

import dev.sluice.key.PushKey;
import dev.sluice.record.Push;
import dev.sluice.record.PushType;
import java.util.Comparator;

/// A push as the ledger has it.
///
/// @param key its key in the topic
/// @param push its value
public record LedgerEntry(PushKey key, Push push) {

    /// The order in which a tenant receives pushes: by cut, and at one cut the incremental push
    /// before the full one.
    public static final Comparator<LedgerEntry> ORDER =
            Comparator.comparing((LedgerEntry entry) -> entry.key().cut())
                    .thenComparing(entry -> entry.key().type() == PushType.FULL);

    /// The same push in another state.
    public LedgerEntry with(Push next) {
        return new LedgerEntry(key, next);
    }
}
