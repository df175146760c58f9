package dev.sluice.publisher.skip;

import dev.sluice.key.SkipKey;
import dev.sluice.publisher.kafka.Clients;
import dev.sluice.publisher.kafka.PartitionReader;
import dev.sluice.publisher.kafka.Unreadable;
import dev.sluice.record.SkippedRecord;
import dev.sluice.wire.Records;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What `sluice skip` wrote to `offsets`. The topic is read to its end each time: it is small, and
/// asked only for a record that stops the publisher else. Thread-safe.
public final class OperatorSkips {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorSkips.class);

    private final Clients clients;

    /// @param clients where `offsets` is
    public OperatorSkips(Clients clients) {
        this.clients = clients;
    }

    /// Goes past a record, if an operator said so.
    ///
    /// @param reason why it cannot be used
    /// @return what the operator entered of it
    /// @throws Unreadable if nobody did; the message has the reason, and what to do
    /// @throws InterruptedException if the thread is interrupted meanwhile
    public SkippedRecord pass(ConsumerRecord<byte[], byte[]> record, Unreadable reason)
            throws InterruptedException {
        List<SkippedRecord> found = find(record);
        if (found.isEmpty()) {
            throw new Unreadable(
                    reason,
                    "mend it, or go past it with \"sluice skip %s %d %d\""
                            .formatted(record.topic(), record.partition(), record.offset()));
        }
        LOG.atWarn()
                .addKeyValue("topic", record.topic())
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .addKeyValue("reason", reason.getMessage())
                .log("A record that cannot be read is passed, as an operator said");
        return found.getLast();
    }

    private List<SkippedRecord> find(ConsumerRecord<byte[], byte[]> record)
            throws InterruptedException {
        byte[] key =
                new SkipKey(record.topic(), record.partition(), record.offset())
                        .toString()
                        .getBytes(StandardCharsets.UTF_8);
        List<SkippedRecord> found = new ArrayList<>();
        Records records = new Records();
        // Capture writes here in transactions, skips come outside of them: one that is open must
        // not hide a skip.
        try (PartitionReader reader = clients.uncommittedReader(clients.topics().offsets(), 0)) {
            reader.readToEnd(entry -> {
                if (Arrays.equals(key, entry.key())) {
                    found.clear();
                    if (entry.value() != null
                            && Unreadable.decode(records, entry) instanceof SkippedRecord skip) {
                        found.add(skip);
                    }
                }
            });
        }
        return found;
    }
}
