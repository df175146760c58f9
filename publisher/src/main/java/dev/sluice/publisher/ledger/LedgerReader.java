package dev.sluice.publisher.ledger;

import dev.sluice.publisher.kafka.Clients;

/// Reads partitions of the ledger.
public final class LedgerReader {

    private final Clients clients;

    /// @param clients where the ledger is
    public LedgerReader(Clients clients) {
        this.clients = clients;
    }

    /// What the partition says now. Whatever a predecessor has open is waited for.
    public PartitionLedger read(int partition) throws InterruptedException {
        try (FollowedLedger ledger = follow(partition)) {
            return ledger.state();
        }
    }

    /// The same, to be read on.
    public FollowedLedger follow(int partition) throws InterruptedException {
        FollowedLedger ledger =
                new FollowedLedger(clients.reader(clients.topics().pushes(), partition));
        try {
            ledger.readToEnd();
            return ledger;
        } catch (InterruptedException | RuntimeException e) {
            ledger.close();
            throw e;
        }
    }
}
