package dev.sluice.publisher.ledger;

import java.util.List;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// What one transaction brings to a partition of the ledger.
///
/// @param deltas the partition of `deltas`; that of the ledger has the same number
/// @param position how far `deltas` is used up with these entries
/// @param entries in order
public record LedgerWrite(
        TopicPartition deltas, OffsetAndMetadata position, List<LedgerEntry> entries) {

    public LedgerWrite {
        entries = List.copyOf(entries);
    }
}
