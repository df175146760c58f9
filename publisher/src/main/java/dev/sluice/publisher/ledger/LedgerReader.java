package dev.sluice.publisher.ledger;

import dev.sluice.key.PushKey;
import dev.sluice.publisher.kafka.Clients;
import dev.sluice.publisher.kafka.PartitionReader;
import dev.sluice.publisher.kafka.Unreadable;
import dev.sluice.record.Push;
import dev.sluice.wire.Records;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Reads a partition of the ledger from its beginning to its end.
public final class LedgerReader {

    private final Clients clients;

    /// @param clients where the ledger is
    public LedgerReader(Clients clients) {
        this.clients = clients;
    }

    /// What the partition says now. Whatever a predecessor has open is waited for.
    public PartitionLedger read(int partition) throws InterruptedException {
        PartitionLedger ledger = new PartitionLedger();
        Records records = new Records();
        try (PartitionReader reader = clients.reader(clients.topics().pushes(), partition)) {
            reader.readToEnd(record -> {
                if (record.value() != null) {
                    ledger.apply(entry(records, record));
                }
            });
        }
        return ledger;
    }

    private static LedgerEntry entry(Records records, ConsumerRecord<byte[], byte[]> record) {
        if (!(Unreadable.decode(records, record) instanceof Push push)) {
            throw new Unreadable(record, "it is no Push");
        }
        try {
            return new LedgerEntry(PushKey.parse(record.key()), push);
        } catch (IllegalArgumentException e) {
            throw Unreadable.of(record, e);
        }
    }
}
