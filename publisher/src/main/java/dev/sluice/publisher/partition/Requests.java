package dev.sluice.publisher.partition;

import dev.sluice.config.TenantConfig;
import dev.sluice.cut.Cut;
import dev.sluice.key.PushKey;
import dev.sluice.publisher.delivery.Staging.Upload;
import dev.sluice.publisher.full.FullFiles;
import dev.sluice.publisher.kafka.PartitionReader;
import dev.sluice.publisher.kafka.Unreadable;
import dev.sluice.publisher.ledger.LedgerEntry;
import dev.sluice.publisher.ledger.LedgerWrite;
import dev.sluice.publisher.ledger.PartitionLedger;
import dev.sluice.publisher.partition.PushMaker.Made;
import dev.sluice.publisher.partition.PushMaker.Substance;
import dev.sluice.publisher.scratch.Spool;
import dev.sluice.record.CutReached;
import dev.sluice.record.Push;
import dev.sluice.record.PushType;
import dev.sluice.wire.Records;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The requests for full pushes of one partition: entries of the ledger under `tenant/full/latest`.
/// They are served between two cuts, by the thread that makes the pushes of cuts, so that a full
/// push that is asked for comes after the incremental push of its cut and before that of the next.
///
/// The push and the end of the request are entered in one transaction: a publisher that ends before
/// leaves the request to the next one, and one that ends after has nothing left to do. A request
/// that comes when the latest cut has its full push, such as the second of two, is answered by
/// that.
final class Requests {

    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);

    private final Workshop shop;
    private final TopicPartition deltas;
    private final PartitionLedger ledger;
    private final CutWork cuts;
    private @Nullable CutReached before;
    private Cut told = Cut.NONE;

    Requests(Workshop shop, TopicPartition deltas, PartitionLedger ledger, CutWork cuts) {
        this.shop = shop;
        this.deltas = deltas;
        this.ledger = ledger;
        this.cuts = cuts;
    }

    /// What answers the requests that are open; nothing if none can be answered now.
    ///
    /// @param windows know the latest cut
    Optional<LedgerWrite> serve(Windows windows) throws IOException, InterruptedException {
        Map<String, LedgerEntry> open = open();
        if (open.isEmpty() || windows.start() == 0) {
            return Optional.empty();
        }
        CutReached mark = mark(windows);
        Cut cut = new Cut(mark.getCut());
        Map<String, LedgerEntry> wanted = new LinkedHashMap<>();
        open.forEach((tenant, request) -> {
            if (!ledger.base(tenant).equals(cut)) {
                wanted.put(tenant, request);
            }
        });
        List<LedgerEntry> made = wanted.isEmpty() ? List.of() : make(mark, windows, wanted);
        List<PushKey> answered = new ArrayList<>();
        made.forEach(entry -> answered.add(request(entry.key().tenant())));
        open.keySet().stream()
                .filter(tenant -> !wanted.containsKey(tenant))
                .forEach(tenant -> answered.add(request(tenant)));
        return answered.isEmpty()
                ? Optional.empty()
                : Optional.of(LedgerWrite.answer(deltas, made, answered));
    }

    private static PushKey request(String tenant) {
        return new PushKey(tenant, PushType.FULL, Cut.NONE);
    }

    /// Those of tenants that this publisher knows: the others may be known to the next.
    private Map<String, LedgerEntry> open() {
        Map<String, LedgerEntry> open = new LinkedHashMap<>();
        for (LedgerEntry request : ledger.requests()) {
            String tenant = request.key().tenant();
            if (cuts.tenants().containsKey(tenant)) {
                open.put(tenant, request);
            }
        }
        return open;
    }

    private List<LedgerEntry> make(
            CutReached mark, Windows windows, Map<String, LedgerEntry> wanted)
            throws IOException, InterruptedException {
        Cut cut = new Cut(mark.getCut());
        if (!shop.horizon().holds(cut)) {
            if (!told.equals(cut)) {
                told = cut;
                LOG.atWarn()
                        .addKeyValue("cut", cut)
                        .addKeyValue("kept", shop.horizon().kept())
                        .log(
                                "Full pushes that were asked for wait for the next cut: the latest is older than what rows keeps");
            }
            return List.of();
        }
        shop.definitions().catchUp();
        try (Spool spool = new Spool(shop.scratch().file("requested"))) {
            FullFiles full = cuts.rebuilds().run(wanted.keySet(), mark, spool);
            PushMaker maker =
                    new PushMaker(
                            mark,
                            windows.start() - 1,
                            windows.start(),
                            new Exceptions(mark, shop.tables(), shop.clients().topics()));
            List<LedgerEntry> made = new ArrayList<>();
            List<Upload> uploads = new ArrayList<>();
            full.files()
                    .forEach((key, some) -> {
                        List<String> skipped =
                                maker.exceptions().skipped(key, full.skipped(), List.of());
                        Made push = make(maker, key, new Substance(some, skipped));
                        long requestedAt =
                                Objects.requireNonNull(wanted.get(key)).push().getRequestedAt();
                        made.add(
                                push.entry()
                                        .with(
                                                Push.newBuilder(push.entry().push())
                                                        .setRequestedAt(requestedAt)
                                                        .build()));
                        uploads.addAll(push.uploads());
                    });
            shop.staging().stage(uploads);
            return made;
        }
    }

    private Made make(PushMaker maker, String key, Substance substance) {
        Cut cut = new Cut(maker.mark().getCut());
        TenantConfig tenant = Objects.requireNonNull(cuts.tenants().get(key));
        return maker.make(
                PushType.FULL,
                shop.destinations().apply(tenant),
                ledger.last(key).equals(cut) ? cut : Cut.NONE,
                cut,
                substance,
                "asked for",
                shop.clock().instant());
    }

    /// The mark of the latest cut. One that a predecessor used up is read again: it is the record
    /// before the position at which windows begin.
    private CutReached mark(Windows windows) throws InterruptedException {
        Optional<CutReached> last = windows.last();
        if (last.isPresent()) {
            return last.get();
        }
        CutReached known = before;
        if (known == null) {
            known = read(windows.start() - 1);
            before = known;
        }
        return known;
    }

    private CutReached read(long offset) throws InterruptedException {
        try (PartitionReader reader = shop.clients().reader(deltas.topic(), deltas.partition())) {
            reader.seek(offset);
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll()) {
                    if (Unreadable.decode(new Records(), record) instanceof CutReached mark) {
                        return mark;
                    }
                    throw new Unreadable(record, "the mark of the last cut was to be here");
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }
}
