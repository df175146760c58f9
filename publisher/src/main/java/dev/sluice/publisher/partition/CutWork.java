package dev.sluice.publisher.partition;

import dev.sluice.config.TenantConfig;
import dev.sluice.cut.Cut;
import dev.sluice.publisher.definitions.CutDefinitions;
import dev.sluice.publisher.delivery.Destination;
import dev.sluice.publisher.delivery.Staging.Upload;
import dev.sluice.publisher.file.BuiltFile;
import dev.sluice.publisher.full.FullFiles;
import dev.sluice.publisher.incremental.Window;
import dev.sluice.publisher.incremental.WindowFiles;
import dev.sluice.publisher.kafka.PartitionReader;
import dev.sluice.publisher.ledger.LedgerEntry;
import dev.sluice.publisher.ledger.PartitionLedger;
import dev.sluice.publisher.partition.PushMaker.Made;
import dev.sluice.publisher.partition.PushMaker.Substance;
import dev.sluice.publisher.scratch.Spool;
import dev.sluice.publisher.skip.OperatorSkips;
import dev.sluice.record.CutReached;
import dev.sluice.record.PushType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
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
    private final Rebuilds rebuilds;

    CutWork(Workshop shop, int partition, PartitionLedger ledger) {
        this.shop = shop;
        this.partition = partition;
        this.ledger = ledger;
        this.rebuilds = new Rebuilds(shop, partition);
        shop.tenants().apply(partition).forEach(tenant -> tenants.put(tenant.key(), tenant));
    }

    /// A window for the deltas up to the next cut, in the newest layouts.
    Window window() {
        return window(CutDefinitions.newest(shop.definitions()));
    }

    private Window window(CutDefinitions definitions) {
        return new Window(
                definitions,
                shop.tables(),
                tenantsWithBase(),
                untoldRows(),
                new OperatorSkips(shop.clients()),
                new Spool(shop.scratch().file("window")));
    }

    private Set<String> tenantsWithBase() {
        return Set.copyOf(
                tenants.keySet().stream().filter(key -> ledger.base(key).exists()).toList());
    }

    private Set<String> untoldRows() {
        Set<String> keys = new HashSet<>();
        tenants.keySet().forEach(tenant -> keys.addAll(carried(tenant).keys()));
        return keys;
    }

    private CarriedSkips carried(String tenant) {
        return CarriedSkips.of(tenant, ledger, shop.clients().topics());
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
                    plan.incremental().isEmpty() ? WindowFiles.NONE : window.finish(record, mark);
            FullFiles full = rebuilds.run(plan.full(), mark, spool);
            PushMaker maker =
                    new PushMaker(
                            mark,
                            from,
                            record.offset() + 1,
                            new Exceptions(mark, shop.tables(), shop.clients().topics()));
            List<Made> pushes = make(maker, plan.incremental(), incremental, full);
            List<Upload> uploads = new ArrayList<>();
            pushes.forEach(push -> uploads.addAll(push.uploads()));
            shop.staging().stage(uploads);
            return pushes.stream().map(Made::entry).toList();
        }
    }

    /// The window, or the same read again if a definition came between the cut and its reading, or
    /// if a table was being read again at the cut.
    private Window inTheLayoutOfTheCut(
            Window written, long from, ConsumerRecord<byte[], byte[]> record, CutReached mark)
            throws IOException, InterruptedException {
        CutDefinitions atCut = CutDefinitions.at(shop.definitions(), mark);
        if (written.isWrittenAsOf(atCut)) {
            return written;
        }
        written.close();
        LOG.atInfo()
                .addKeyValue("partition", partition)
                .addKeyValue("cut", new Cut(mark.getCut()))
                .log("The cut has other layouts than the newest; its window is read again");
        Window again = window(atCut);
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

    private List<Made> make(
            PushMaker maker, Set<String> based, WindowFiles incremental, FullFiles full) {
        Cut cut = new Cut(maker.mark().getCut());
        List<Made> pushes = new ArrayList<>();
        tenants.forEach((key, tenant) -> {
            Destination destination = shop.destinations().apply(tenant);
            Cut previous = Cut.NONE;
            if (based.contains(key)) {
                pushes.add(
                        maker.make(
                                PushType.INCREMENTAL,
                                destination,
                                ledger.last(key),
                                ledger.base(key),
                                new Substance(
                                        incremental.of(key),
                                        maker.exceptions()
                                                .skipped(
                                                        key,
                                                        incremental.skipped(),
                                                        carried(key).still(incremental.untold()))),
                                "",
                                shop.clock().instant()));
                previous = cut;
            }
            List<BuiltFile> fullFiles = full.files().get(key);
            if (fullFiles != null) {
                pushes.add(
                        maker.make(
                                PushType.FULL,
                                destination,
                                previous,
                                cut,
                                new Substance(
                                        fullFiles,
                                        maker.exceptions().skipped(key, full.skipped(), List.of())),
                                rebuilds.reason(key),
                                shop.clock().instant()));
            }
        });
        return pushes;
    }

    /// Makes full files of the partition.
    Rebuilds rebuilds() {
        return rebuilds;
    }

    /// The tenants of the partition, by key.
    Map<String, TenantConfig> tenants() {
        return tenants;
    }
}
