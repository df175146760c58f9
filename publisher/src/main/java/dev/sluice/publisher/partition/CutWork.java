package dev.sluice.publisher.partition;

import dev.sluice.config.TenantConfig;
import dev.sluice.cut.Cut;
import dev.sluice.publisher.delivery.Destination;
import dev.sluice.publisher.delivery.Staging.Upload;
import dev.sluice.publisher.file.BuiltFile;
import dev.sluice.publisher.incremental.Window;
import dev.sluice.publisher.incremental.WindowFiles;
import dev.sluice.publisher.kafka.PartitionReader;
import dev.sluice.publisher.ledger.LedgerEntry;
import dev.sluice.publisher.ledger.PartitionLedger;
import dev.sluice.publisher.partition.PushMaker.Made;
import dev.sluice.publisher.scratch.Spool;
import dev.sluice.record.CutReached;
import dev.sluice.record.PushType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the mark of a cut sets off on one partition: the plan, the full files, the manifests, the
/// uploads. Ends with everything in the processing bucket and the entries that say so.
final class CutWork {

    private static final Logger LOG = LoggerFactory.getLogger(CutWork.class);

    private final Workshop shop;
    private final int partition;
    private final PartitionLedger ledger;
    private final Map<String, TenantConfig> tenants = new LinkedHashMap<>();

    CutWork(Workshop shop, int partition, PartitionLedger ledger) {
        this.shop = shop;
        this.partition = partition;
        this.ledger = ledger;
        shop.tenants().apply(partition).forEach(tenant -> tenants.put(tenant.key(), tenant));
    }

    /// A window for the deltas up to the next cut, written with the definitions of a sequence.
    Window window(long sequence) {
        return new Window(
                shop.definitions(),
                shop.tables(),
                tenantsWithBase(),
                sequence,
                new Spool(shop.scratch().file("window")));
    }

    private Set<String> tenantsWithBase() {
        return Set.copyOf(
                tenants.keySet().stream().filter(key -> ledger.base(key).exists()).toList());
    }

    /// Makes and stages all pushes of a cut.
    ///
    /// @param written the window as it streamed by; closed here
    /// @param from the window's first offset
    /// @param record the mark's place
    /// @return the entries for the ledger, in order
    List<LedgerEntry> close(
            Window written, long from, ConsumerRecord<byte[], byte[]> record, CutReached mark)
            throws IOException, InterruptedException {
        shop.definitions().catchUp();
        try (Window window = inTheLayoutOfTheCut(written, from, record, mark);
                Spool spool = new Spool(shop.scratch().file("full"))) {
            PushPlan plan = PushPlan.at(mark, tenants.keySet(), ledger, shop.schedule());
            WindowFiles incremental =
                    plan.incremental().isEmpty()
                            ? new WindowFiles(Map.of())
                            : window.finish(record, mark);
            Map<String, List<BuiltFile>> full = full(plan.full(), mark, spool);
            PushMaker maker = new PushMaker(mark, from, record.offset() + 1);
            List<Made> pushes = make(maker, plan, incremental, full);
            List<Upload> uploads = new ArrayList<>();
            pushes.forEach(push -> uploads.addAll(push.uploads()));
            shop.staging().stage(uploads);
            return pushes.stream().map(Made::entry).toList();
        }
    }

    /// The window, or the same read again if a definition came between the cut and its reading.
    private Window inTheLayoutOfTheCut(
            Window written, long from, ConsumerRecord<byte[], byte[]> record, CutReached mark)
            throws IOException, InterruptedException {
        if (written.isWrittenAsOf(mark.getSequence())) {
            return written;
        }
        written.close();
        LOG.atInfo()
                .addKeyValue("partition", partition)
                .addKeyValue("cut", new Cut(mark.getCut()))
                .log("A definition changed after the cut; its window is read again");
        Window again = window(mark.getSequence());
        try (PartitionReader reader = shop.clients().reader(record.topic(), partition)) {
            reader.seek(from);
            readAgain(reader, again, record.offset());
        }
        return again;
    }

    private static void readAgain(PartitionReader reader, Window window, long markOffset)
            throws IOException, InterruptedException {
        while (true) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll()) {
                if (record.offset() == markOffset) {
                    return;
                }
                window.add(record);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private Map<String, List<BuiltFile>> full(Set<String> wanted, CutReached mark, Spool spool)
            throws IOException, InterruptedException {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        shop.rebuilds().acquire();
        try {
            return shop.full().run(partition, mark, wanted, spool);
        } finally {
            shop.rebuilds().release();
        }
    }

    private List<Made> make(
            PushMaker maker,
            PushPlan plan,
            WindowFiles incremental,
            Map<String, List<BuiltFile>> full) {
        Cut cut = new Cut(maker.mark().getCut());
        List<Made> pushes = new ArrayList<>();
        tenants.forEach((key, tenant) -> {
            Destination destination = shop.destinations().apply(tenant);
            Cut previous = Cut.NONE;
            if (plan.incremental().contains(key)) {
                pushes.add(
                        maker.make(
                                PushType.INCREMENTAL,
                                destination,
                                ledger.last(key),
                                ledger.base(key),
                                incremental.of(key),
                                shop.clock().instant()));
                previous = cut;
            }
            if (plan.full().contains(key)) {
                pushes.add(
                        maker.make(
                                PushType.FULL,
                                destination,
                                previous,
                                cut,
                                full.getOrDefault(key, List.of()),
                                shop.clock().instant()));
            }
        });
        return pushes;
    }

    /// The tenants of the partition, by key.
    Map<String, TenantConfig> tenants() {
        return tenants;
    }
}
