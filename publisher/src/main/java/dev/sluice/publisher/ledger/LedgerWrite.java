package dev.sluice.publisher.ledger;

import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/// What one transaction brings to a partition of the ledger.
///
/// @param deltas the partition of `deltas`; that of the ledger has the same number
/// @param usedUp the offset up to which `deltas` is used up with these entries; nothing if they do
///   not change that
/// @param entries in order
public record LedgerWrite(TopicPartition deltas, OptionalLong usedUp, List<LedgerEntry> entries) {

    public LedgerWrite {
        entries = List.copyOf(entries);
    }
}
