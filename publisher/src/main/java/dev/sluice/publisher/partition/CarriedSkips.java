package dev.sluice.publisher.partition;

import dev.sluice.publisher.ledger.PartitionLedger;
import dev.sluice.topic.Topics;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The skipped records of `rows` and `deltas` that a tenant's last push named, and that an
/// incremental push after it has to name as well until a delta tells their row anew. The ledger is
/// where they are remembered: what it says of a push is made again the same. A full push tells
/// every row anew, so it takes none over. Records of `changes` are left to the marks.
///
/// @param texts as [Exceptions] writes them
record CarriedSkips(List<String> texts) {

    CarriedSkips {
        texts = List.copyOf(texts);
    }

    /// Those of a tenant.
    ///
    /// @param tenant the tenant column's text
    static CarriedSkips of(String tenant, PartitionLedger ledger, Topics topics) {
        return new CarriedSkips(
                ledger.skipped(tenant).stream()
                        .filter(text ->
                                text.startsWith(topics.rows() + "/")
                                        || text.startsWith(topics.deltas() + "/"))
                        .toList());
    }

    /// The keys of the rows.
    Set<String> keys() {
        Set<String> keys = new HashSet<>(texts.stream().map(CarriedSkips::key).toList());
        keys.remove("");
        return keys;
    }

    /// Those whose row is still untold; one that has no key is until the next full push.
    List<String> still(Set<String> untold) {
        return texts.stream()
                .filter(text -> key(text).isEmpty() || untold.contains(key(text)))
                .toList();
    }

    private static String key(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? "" : text.substring(space + 1);
    }
}
