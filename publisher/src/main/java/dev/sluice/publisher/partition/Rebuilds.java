package dev.sluice.publisher.partition;

import dev.sluice.cut.Cut;
import dev.sluice.publisher.full.FullFiles;
import dev.sluice.publisher.scratch.Spool;
import dev.sluice.record.CutReached;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rebuilds of full files of one partition: in turn with those of others, and only of cuts that
/// `rows` certainly still holds. A tenant whose full push could not be made receives it at a later
/// cut. One thread.
final class Rebuilds {

    private static final Logger LOG = LoggerFactory.getLogger(Rebuilds.class);

    private final Workshop shop;
    private final int partition;
    private final Map<String, Cut> deferred = new HashMap<>();

    Rebuilds(Workshop shop, int partition) {
        this.shop = shop;
        this.partition = partition;
    }

    /// The full files of each tenant that wants them; none if they cannot be made at this cut.
    ///
    /// @param spool takes them
    FullFiles run(Set<String> wanted, CutReached mark, Spool spool)
            throws IOException, InterruptedException {
        Cut cut = new Cut(mark.getCut());
        if (!wanted.isEmpty() && shop.horizon().holds(cut)) {
            shop.rebuilds().acquire();
            try {
                long began = System.nanoTime();
                FullFiles files = shop.full().run(partition, mark, wanted, spool);
                shop.listener().rebuilt(Duration.ofNanos(System.nanoTime() - began));
                // A rebuild takes a while, and rows may have been compacted meanwhile.
                if (shop.horizon().holds(cut)) {
                    return files;
                }
            } finally {
                shop.rebuilds().release();
            }
        }
        wanted.forEach(key -> defer(key, cut));
        return FullFiles.NONE;
    }

    private void defer(String key, Cut cut) {
        deferred.put(key, cut);
        LOG.atWarn()
                .addKeyValue("tenant", key)
                .addKeyValue("cut", cut)
                .addKeyValue("kept", shop.horizon().kept())
                .log(
                        "A full push is made at a later cut: rows keeps everything for a time, this cut is older, and compaction may have removed what it needs");
    }

    /// Why a tenant's full push is made at this cut, if not because its time has come; else empty.
    /// Told once.
    String reason(String tenant) {
        @Nullable Cut missed = deferred.remove(tenant);
        return missed == null
                ? ""
                : "in place of the full push of %s, which was too old to be made from rows"
                        .formatted(missed);
    }
}
