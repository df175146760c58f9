package dev.sluice.publisher.partition;

import dev.sluice.config.TenantConfig;
import dev.sluice.cut.Cut;
import dev.sluice.publisher.delivery.TenantDelivery;
import dev.sluice.publisher.ledger.FollowedLedger;
import dev.sluice.publisher.ledger.LedgerEntry;
import dev.sluice.publisher.ledger.LedgerReader;
import dev.sluice.publisher.ledger.LedgerWrite;
import dev.sluice.publisher.ledger.PartitionLedger;
import dev.sluice.publisher.ledger.TenantStanding;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
/// takes from the [Outbox] what is to be written to the ledger. The work begins with reading the
/// partition's ledger, which may take longer than the polling thread may stay away from its group.
///
/// Nothing here outlives the loss of the partition: whatever is not in the ledger by then, the next
/// holder does again, from the last position that a ledger transaction committed.
///
/// Over 200 lines, since the life cycle of its thread and of the deliveries that the thread feeds
/// is one: both end with the same close.
final class PartitionWork implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionWork.class);
    private static final int MOST_BATCHES = 2;
    private static final long REQUESTS_EVERY_MS = 500;

    private final Workshop shop;
    private final TopicPartition partition;
    private final LedgerReader ledgers;
    private final long position;
    private final Outbox outbox;
    private final LinkedBlockingQueue<List<ConsumerRecord<byte[], byte[]>>> inbox =
            new LinkedBlockingQueue<>();
    private final Map<String, TenantDelivery> deliveries = new HashMap<>();
    private final List<TenantConfig> taken = new ArrayList<>();
    private final Thread thread;
    private boolean closed;

    /// @param ledgers reads what the partition's ledger says
    /// @param position the offset in `deltas` that the group has committed: a window begins there
    /// @param outbox takes what is to be written
    PartitionWork(
            Workshop shop,
            TopicPartition partition,
            LedgerReader ledgers,
            long position,
            Outbox outbox) {
        this.shop = shop;
        this.partition = partition;
        this.ledgers = ledgers;
        this.position = position;
        this.outbox = outbox;
        this.thread =
                Thread.ofPlatform().name("publisher-" + partition.partition()).unstarted(this::run);
    }

    /// The partition of `deltas`.
    TopicPartition partition() {
        return partition;
    }

    /// Begins: pending deliveries at once, windows as records come.
    void start() {
        thread.start();
    }

    private void beginDeliveries(PartitionLedger ledger, CutWork cuts) {
        cuts.tenants().forEach((key, tenant) -> beginDelivery(key, tenant, ledger.standing(key)));
        for (String tenant : ledger.tenants()) {
            if (!cuts.tenants().containsKey(tenant) && !ledger.pending(tenant).isEmpty()) {
                LOG.atWarn()
                        .addKeyValue("key", tenant)
                        .addKeyValue("pending", ledger.pending(tenant).size())
                        .log("Pushes of a tenant that is no longer configured are left");
            }
        }
    }

    private synchronized void beginDelivery(
            String key, TenantConfig tenant, TenantStanding standing) {
        if (!closed) {
            taken.add(tenant);
            shop.listener().taken(tenant, standing);
            deliveries.put(
                    key,
                    shop.deliveries()
                            .begin(
                                    shop.destinations().apply(tenant),
                                    standing.pending(),
                                    this::enter,
                                    (_, bug) -> outbox.fail(this, bug)));
        }
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
            follow();
        } catch (InterruptedException | InterruptException e) {
            // Closed.
            return;
        } catch (IOException | RuntimeException e) {
            if (isClosed()) {
                // The interrupt met it within a file, which is closed by that and says so.
                LOG.debug("Work that was called off ends", e);
            } else {
                // Whatever it is, it must not end the work on this partition in silence.
                outbox.fail(this, e);
            }
        }
    }

    private void follow() throws IOException, InterruptedException {
        try (FollowedLedger followed = ledgers.follow(partition.partition())) {
            CutWork cuts = new CutWork(shop, partition.partition(), followed.state());
            beginDeliveries(followed.state(), cuts);
            work(followed, cuts);
        }
    }

    private void work(FollowedLedger followed, CutWork cuts)
            throws IOException, InterruptedException {
        PartitionLedger ledger = followed.state();
        Requests requests = new Requests(shop, partition, ledger, cuts);
        try (Windows windows =
                new Windows(
                        cuts,
                        position,
                        (mark, usedUp, staged) -> {
                            enter(LedgerWrite.cut(partition, usedUp, staged), ledger, cuts);
                            LOG.atInfo()
                                    .addKeyValue("partition", partition.partition())
                                    .addKeyValue("cut", new Cut(mark.getCut()))
                                    .addKeyValue("pushes", staged.size())
                                    .log("Cut staged");
                        })) {
            while (true) {
                List<ConsumerRecord<byte[], byte[]>> batch =
                        inbox.poll(REQUESTS_EVERY_MS, TimeUnit.MILLISECONDS);
                if (batch != null) {
                    for (ConsumerRecord<byte[], byte[]> record : batch) {
                        windows.add(record);
                    }
                }
                followed.follow();
                Optional<LedgerWrite> answer = requests.serve(windows);
                if (answer.isPresent()) {
                    enter(answer.get(), ledger, cuts);
                }
            }
        }
    }

    /// Enters pushes that are made, and hands them on to be delivered.
    private void enter(LedgerWrite write, PartitionLedger ledger, CutWork cuts)
            throws InterruptedException {
        outbox.write(this, write);
        write.answered().forEach(ledger::answered);
        for (LedgerEntry entry : write.entries()) {
            ledger.apply(entry);
            TenantConfig tenant = cuts.tenants().get(entry.key().tenant());
            TenantDelivery delivery = delivery(entry.key().tenant());
            if (tenant != null && delivery != null) {
                shop.listener().staged(tenant, entry.push());
                delivery.add(entry);
            }
        }
    }

    private synchronized @Nullable TenantDelivery delivery(String tenant) {
        return deliveries.get(tenant);
    }

    /// Enters a step of a delivery.
    private void enter(LedgerEntry entry) throws InterruptedException {
        outbox.write(this, LedgerWrite.step(partition, entry));
    }

    /// Calls the work off. Its thread ends soon; nothing that it does still counts.
    @Override
    public synchronized void close() {
        closed = true;
        deliveries.values().forEach(TenantDelivery::close);
        taken.forEach(shop.listener()::released);
        taken.clear();
        thread.interrupt();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /// Whether it was closed and its thread has ended.
    boolean isOver() {
        return !thread.isAlive();
    }

    /// Waits for the end of the work's thread.
    void await(long seconds) throws InterruptedException {
        thread.join(TimeUnit.SECONDS.toMillis(seconds));
    }
}
