package dev.sluice.topic;

import dev.sluice.key.MarkKey;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/// Which partition a record belongs to. `rows`, `deltas` and `pushes` are partitioned alike by
/// tenant, so that everything of a tenant has one partition number; `changes` by its whole key, or
/// by its table where that key is not the primary key.
public final class Partitions {

    /// The hash of rows without a tenant, which have a place but no partition of their own.
    private static final byte[] NO_TENANT = {};

    private Partitions() {}

    /// The partition of a tenant in `rows`, `deltas` and `pushes`.
    ///
    /// @param tenant the tenant column's text; null for rows without one
    /// @param partitions how many there are
    public static int ofTenant(@Nullable String tenant, int partitions) {
        return of(tenant == null ? NO_TENANT : tenant.getBytes(StandardCharsets.UTF_8), partitions);
    }

    /// The partition of a key in `changes`.
    ///
    /// @param key the bytes of a [dev.sluice.key.ChangeKey]
    /// @param partitions how many there are
    public static int ofChange(byte[] key, int partitions) {
        if (MarkKey.isMark(key)) {
            throw new IllegalArgumentException("a mark goes to every partition");
        }
        return of(key, partitions);
    }

    /// The partition of all changes of a table in `changes`: for one whose replica identity is not
    /// its primary key, since changes of one row can come under different keys and must stay in
    /// order.
    ///
    /// @param table the table as the keys name it
    /// @param partitions how many there are
    public static int ofTable(String table, int partitions) {
        return of(table.getBytes(StandardCharsets.UTF_8), partitions);
    }

    private static int of(byte[] bytes, int partitions) {
        return Utils.toPositive(Utils.murmur2(bytes)) % partitions;
    }
}
