package dev.sluice.aggregator.compact;

import dev.sluice.aggregator.metric.Tasks;
import dev.sluice.aggregator.step.RowHeader;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/// The last version of each row that changed in a window that is still open.
final class Window {

    private final KeyValueStore<Bytes, byte[]> store;
    private final RowHeader.Reader headers;
    private final Tasks.Task shown;

    /// @param shown is told of each row that comes and goes
    Window(KeyValueStore<Bytes, byte[]> store, RowHeader.Reader headers, Tasks.Task shown) {
        this.store = store;
        this.headers = headers;
        this.shown = shown;
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                shown.opened(WindowKey.tenant(all.next().key));
            }
        }
    }

    /// Keeps a version, unless a later one is here already. Versions of a row may come in another
    /// order than they were made when they come from different partitions of `changes`.
    void put(byte[] rowKey, RowHeader row) {
        keep(WindowKey.of(row.since(), rowKey, row.sortKey()), row.sequence(), row.value());
    }

    /// Takes a version over into another window as it is, unless a later one is there already.
    ///
    /// @param cut the cut that the other window follows
    void carry(byte[] rowKey, RowHeader row, long cut) {
        keep(WindowKey.of(cut, rowKey, row.sortKey()), row.sequence(), row.value());
    }

    private void keep(Bytes key, long sequence, byte[] value) {
        byte[] before = store.get(key);
        if (before == null) {
            shown.opened(WindowKey.tenant(key));
        }
        if (before == null || headers.read(before).sequence() <= sequence) {
            store.put(key, value);
        }
    }

    /// The rows of a window from a key on, to be closed.
    KeyValueIterator<Bytes, byte[]> from(long since, Bytes from) {
        return store.range(from, WindowKey.last(since));
    }

    void remove(Bytes key) {
        store.delete(key);
        shown.closed(WindowKey.tenant(key));
    }

    /// A row of a window.
    RowHeader row(byte[] value) {
        return headers.read(value);
    }
}
