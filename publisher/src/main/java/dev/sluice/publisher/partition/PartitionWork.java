package dev.sluice.publisher.partition;

import dev.sluice.config.TenantConfig;
import dev.sluice.cut.Cut;
import dev.sluice.key.MarkKey;
import dev.sluice.publisher.delivery.TenantDelivery;
import dev.sluice.publisher.incremental.Window;
import dev.sluice.publisher.kafka.Unreadable;
import dev.sluice.publisher.ledger.LedgerEntry;
import dev.sluice.publisher.ledger.LedgerWrite;
import dev.sluice.publisher.ledger.PartitionLedger;
import dev.sluice.record.CutReached;
import dev.sluice.wire.Records;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The work on one partition of `deltas` while this publisher holds it: a thread that turns windows
/// into staged pushes, and a delivery for each tenant. The thread that polls hands records in, and
/// takes from the [Outbox] what is to be written to the ledger.
///
/// Nothing here outlives the loss of the partition: whatever is not in the ledger by then, the next
/// holder does again, from the last position that a ledger transaction committed.
final class PartitionWork implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionWork.class);
    private static final int MOST_BATCHES = 2;

    private final Workshop shop;
    private final TopicPartition partition;
    private final PartitionLedger ledger;
    private final CutWork cuts;
    private final Outbox outbox;
    private final Records records = new Records();
    private final LinkedBlockingQueue<List<ConsumerRecord<byte[], byte[]>>> inbox =
            new LinkedBlockingQueue<>();
    private final Map<String, TenantDelivery> deliveries = new HashMap<>();
    private final Thread thread;
    private @Nullable Window window;
    private long windowStart;

    /// @param ledger what the partition's ledger says
    /// @param position the offset in `deltas` that the group has committed: a window begins there
    /// @param outbox takes what is to be written
    PartitionWork(
            Workshop shop,
            TopicPartition partition,
            PartitionLedger ledger,
            long position,
            Outbox outbox) {
        this.shop = shop;
        this.partition = partition;
        this.ledger = ledger;
        this.windowStart = position;
        this.outbox = outbox;
        this.cuts = new CutWork(shop, partition.partition(), ledger);
        this.thread =
                Thread.ofPlatform().name("publisher-" + partition.partition()).unstarted(this::run);
    }

    /// The partition of `deltas`.
    TopicPartition partition() {
        return partition;
    }

    /// Begins: pending deliveries at once, windows as records come.
    void start() {
        cuts.tenants().forEach(this::beginDelivery);
        for (String tenant : ledger.tenants()) {
            if (!cuts.tenants().containsKey(tenant) && !ledger.pending(tenant).isEmpty()) {
                LOG.atWarn()
                        .addKeyValue("key", tenant)
                        .addKeyValue("pending", ledger.pending(tenant).size())
                        .log("Pushes of a tenant that is no longer configured are left");
            }
        }
        thread.start();
    }

    private void beginDelivery(String key, TenantConfig tenant) {
        deliveries.put(
                key,
                shop.deliveries()
                        .begin(
                                shop.destinations().apply(tenant),
                                ledger.pending(key),
                                this::enter,
                                (_, bug) -> outbox.fail(this, bug)));
    }

    /// Hands records in, in order.
    void add(List<ConsumerRecord<byte[], byte[]>> batch) {
        inbox.add(batch);
    }

    /// Whether enough records wait, so that no more should be polled.
    boolean isFull() {
        return inbox.size() >= MOST_BATCHES;
    }

    private void run() {
        try {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : inbox.take()) {
                    take(record);
                }
            }
        } catch (InterruptedException | InterruptException e) {
            // Closed.
            return;
        } catch (IOException | RuntimeException e) {
            // Whatever it is, it must not end the work on this partition in silence.
            outbox.fail(this, e);
        } finally {
            closeWindow();
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record)
            throws IOException, InterruptedException {
        if (!MarkKey.isMark(record.key())) {
            openWindow().add(record);
        } else if (Unreadable.decode(records, record) instanceof CutReached mark) {
            cut(record, mark);
        } else {
            throw new Unreadable(record, "it has a mark's key and is none");
        }
    }

    private Window openWindow() {
        Window open = window;
        if (open == null) {
            open = cuts.window(Long.MAX_VALUE);
            window = open;
        }
        return open;
    }

    private void cut(ConsumerRecord<byte[], byte[]> record, CutReached mark)
            throws IOException, InterruptedException {
        Window written = openWindow();
        window = null;
        List<LedgerEntry> staged = cuts.close(written, windowStart, record, mark);
        windowStart = record.offset() + 1;
        outbox.write(this, new LedgerWrite(partition, OptionalLong.of(windowStart), staged));
        LOG.atInfo()
                .addKeyValue("partition", partition.partition())
                .addKeyValue("cut", new Cut(mark.getCut()))
                .addKeyValue("pushes", staged.size())
                .log("Cut staged");
        for (LedgerEntry entry : staged) {
            ledger.apply(entry);
            TenantConfig tenant = cuts.tenants().get(entry.key().tenant());
            TenantDelivery delivery = deliveries.get(entry.key().tenant());
            if (tenant != null && delivery != null) {
                shop.listener().staged(tenant, entry.push());
                delivery.add(entry);
            }
        }
    }

    /// Enters a step of a delivery.
    private void enter(LedgerEntry entry) throws InterruptedException {
        outbox.write(this, new LedgerWrite(partition, OptionalLong.empty(), List.of(entry)));
    }

    private void closeWindow() {
        if (window != null) {
            window.close();
            window = null;
        }
    }

    /// Calls the work off. Its thread ends soon; nothing that it does still counts.
    @Override
    public void close() {
        new ArrayList<>(deliveries.values()).forEach(TenantDelivery::close);
        thread.interrupt();
    }

    /// Waits for the end of the work's thread.
    void await(long seconds) throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(seconds));
    }
}
