package dev.sluice.aggregator.compact;

import dev.sluice.aggregator.step.UnusableRecordException;
import dev.sluice.key.RowKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;

/// The key of a changed row in the store of open windows: the window, `tenant/table/`, the sort
/// key, the id. The store sorts keys as unsigned bytes, so a window's rows come out by tenant,
/// table and primary key, which is the order of `deltas`. No tenant or table holds a slash, sort
/// keys of a table are no prefixes of one another, and the id makes it the key of one row whatever
/// they are.
///
/// Tenants and tables stand as their text in the row's key, not unescaped: that groups them as
/// well.
final class WindowKey {

    private WindowKey() {}

    /// The key of a row.
    ///
    /// @param since names the window: the cut that it follows
    /// @param rowKey the row's key in `rows`
    static Bytes of(long since, byte[] rowKey, byte[] sortKey) {
        int id = idAt(rowKey);
        return Bytes.wrap(
                ByteBuffer.allocate(Long.BYTES + rowKey.length + sortKey.length)
                        .putLong(since)
                        .put(rowKey, 0, id)
                        .put(sortKey)
                        .put(rowKey, id, rowKey.length - id)
                        .array());
    }

    /// The row's key in `rows` and `deltas`: the inverse of [#of].
    static byte[] rowKey(Bytes key, int sortKeyLength) {
        byte[] bytes = key.get();
        byte[] tail = Arrays.copyOfRange(bytes, Long.BYTES, bytes.length);
        int id = idAt(tail);
        byte[] rowKey = Arrays.copyOf(tail, tail.length - sortKeyLength);
        System.arraycopy(tail, id + sortKeyLength, rowKey, id, rowKey.length - id);
        return rowKey;
    }

    /// The tenant column's text of the row.
    static String tenant(Bytes key) {
        return RowKey.tenant(key.get(), Long.BYTES);
    }

    /// The first key of a window, or what precedes it.
    static Bytes first(long since) {
        return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(since).array());
    }

    /// What follows the last key of a window and precedes the first of the next.
    static Bytes last(long since) {
        return first(since + 1);
    }

    /// What follows a key and precedes every other that does.
    static Bytes after(Bytes key) {
        return Bytes.wrap(Arrays.copyOf(key.get(), key.get().length + 1));
    }

    private static int idAt(byte[] rowKey) {
        int slashes = 0;
        for (int i = 0; i < rowKey.length; i++) {
            if (rowKey[i] == '/' && ++slashes == 2) {
                return i + 1;
            }
        }
        throw new UnusableRecordException("its key is not \"tenant/table/id\"");
    }
}
