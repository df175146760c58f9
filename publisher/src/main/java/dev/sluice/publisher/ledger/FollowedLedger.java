package dev.sluice.publisher.ledger;

import dev.sluice.key.PushKey;
import dev.sluice.publisher.kafka.PartitionReader;
import dev.sluice.publisher.kafka.Unreadable;
import dev.sluice.record.Push;
import dev.sluice.wire.Records;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A partition of the ledger that is read on as it grows: by that a publisher learns what it is
/// asked for. What it wrote itself comes by again and changes nothing. One thread.
public final class FollowedLedger implements AutoCloseable {

    private final PartitionReader reader;
    private final PartitionLedger state = new PartitionLedger();
    private final Records records = new Records();

    /// @param reader of the partition, at its beginning; closed with this
    FollowedLedger(PartitionReader reader) {
        this.reader = reader;
    }

    /// What it says, as far as it was read.
    public PartitionLedger state() {
        return state;
    }

    /// Reads up to its end.
    void readToEnd() throws InterruptedException {
        reader.readToEnd(this::take);
    }

    /// Takes what has come since, and does not wait for more.
    public void follow() {
        reader.pollNow().forEach(this::take);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        PushKey key;
        try {
            key = PushKey.parse(record.key());
        } catch (IllegalArgumentException e) {
            throw Unreadable.of(record, e);
        }
        if (record.value() == null) {
            state.answered(key);
        } else if (Unreadable.decode(records, record) instanceof Push push) {
            state.apply(new LedgerEntry(key, push));
        } else {
            throw new Unreadable(record, "it is no Push");
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
