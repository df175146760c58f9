package dev.sluice.publisher.ledger;

import dev.sluice.key.PushKey;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/// What one transaction brings to a partition of the ledger.
///
/// @param deltas the partition of `deltas`; that of the ledger has the same number
/// @param usedUp the offset up to which `deltas` is used up with these entries; nothing if they do
///   not change that
/// @param entries in order
/// @param answered requests that these entries, or earlier ones, answer
public record LedgerWrite(
        TopicPartition deltas,
        OptionalLong usedUp,
        List<LedgerEntry> entries,
        List<PushKey> answered) {

    public LedgerWrite {
        entries = List.copyOf(entries);
        answered = List.copyOf(answered);
    }

    /// The pushes of a cut, which use a window up.
    public static LedgerWrite cut(TopicPartition deltas, long usedUp, List<LedgerEntry> entries) {
        return new LedgerWrite(deltas, OptionalLong.of(usedUp), entries, List.of());
    }

    /// A step of a push.
    public static LedgerWrite step(TopicPartition deltas, LedgerEntry entry) {
        return new LedgerWrite(deltas, OptionalLong.empty(), List.of(entry), List.of());
    }

    /// What answers requests.
    public static LedgerWrite answer(
            TopicPartition deltas, List<LedgerEntry> entries, List<PushKey> answered) {
        return new LedgerWrite(deltas, OptionalLong.empty(), entries, answered);
    }
}
