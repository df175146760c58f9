package dev.sluice.app.demo;

import dev.sluice.app.ledger.Ledger;
import dev.sluice.record.PushType;
import dev.sluice.record.PushedFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one tenant has received, read from its files: whether there were a full push and an
/// incremental one, and whether the latter held an insert, an update and a deletion.
final class Received {

    private final Path bucket;
    private final Map<String, Set<String>> liveIds = new HashMap<>();
    private Optional<Ledger.Entry> full = Optional.empty();
    private Optional<Ledger.Entry> incremental = Optional.empty();

    /// @param bucket the folder that is the tenant's bucket
    Received(Path bucket) {
        this.bucket = bucket;
    }

    /// Reads a delivered push; pushes come in order.
    void read(Ledger.Entry push) {
        if (push.key().type() == PushType.FULL) {
            liveIds.clear();
        }
        boolean inserted = false;
        boolean updated = false;
        boolean deleted = false;
        for (PushedFile file : push.push().getFiles()) {
            Set<String> ids = liveIds.computeIfAbsent(file.getTable(), _ -> new HashSet<>());
            for (Map<String, String> row : CsvFile.read(path(file)).rows()) {
                String id = row.getOrDefault("id", "");
                if (!row.getOrDefault("deleted_at", "").isEmpty()) {
                    deleted |= ids.remove(id);
                } else if (ids.add(id)) {
                    inserted = true;
                } else {
                    updated = true;
                }
            }
        }
        if (push.key().type() == PushType.FULL) {
            full = full.or(() -> Optional.of(push));
        } else if (inserted && updated && deleted) {
            incremental = incremental.or(() -> Optional.of(push));
        }
    }

    /// The first full push.
    Optional<Ledger.Entry> full() {
        return full;
    }

    /// The first incremental push with an insert, an update and a deletion.
    Optional<Ledger.Entry> incremental() {
        return incremental;
    }

    /// Where a file of a push is.
    Path path(PushedFile file) {
        return bucket.resolve(file.getPath());
    }
}
