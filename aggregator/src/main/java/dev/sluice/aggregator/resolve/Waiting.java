package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.metric.Tasks;
import dev.sluice.aggregator.state.HandOver;
import dev.sluice.record.Change;
import dev.sluice.wire.Records;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The changes that wait for what another task hands over or for a definition, and what was handed
/// over before its change came. Store key: a letter for which of the two, the row's key, a zero
/// byte (which no key holds), the sequence. There are few of them, so who waits is known without
/// asking the store.
final class Waiting {

    private static final byte CHANGE = 'w';
    private static final byte HAND_OVER = 'h';

    private final KeyValueStore<Bytes, byte[]> store;
    private final Records records;
    private final Tasks.Task shown;
    private final TreeSet<Long> sequences = new TreeSet<>();
    private final Map<Bytes, Integer> changesByRow = new HashMap<>();

    /// A change that waits.
    ///
    /// @param offset where it stands in `changes`
    record Entry(Change change, long offset) {}

    /// @param shown is told how many wait
    Waiting(KeyValueStore<Bytes, byte[]> store, Records records, Tasks.Task shown) {
        this.store = store;
        this.records = records;
        this.shown = shown;
        try (KeyValueIterator<Bytes, byte[]> all = scan(new byte[] {CHANGE})) {
            while (all.hasNext()) {
                Bytes key = all.next().key;
                sequences.add(sequence(key));
                changesByRow.merge(row(key), 1, Integer::sum);
            }
        }
        shown.waiting(sequences.size());
    }

    /// Whether changes of a row wait.
    boolean has(Bytes row) {
        return changesByRow.containsKey(row);
    }

    /// Whether a change up to a sequence waits.
    boolean anyUpTo(long sequence) {
        return !sequences.isEmpty() && sequences.first() <= sequence;
    }

    /// The rows whose changes wait.
    List<Bytes> rows() {
        return List.copyOf(changesByRow.keySet());
    }

    /// The oldest sequence of a row's changes that wait, or `Long.MAX_VALUE` if none does.
    long firstSequence(Bytes row) {
        Entry first = first(row);
        return first == null ? Long.MAX_VALUE : first.change().getSequence();
    }

    /// Lets a change wait, behind those of the same row.
    ///
    /// @param offset where it stands in `changes`
    void add(Bytes row, Change change, long offset) {
        byte[] value = records.encode(change);
        store.put(
                key(CHANGE, row, change.getSequence()),
                ByteBuffer.allocate(Long.BYTES + value.length).putLong(offset).put(value).array());
        sequences.add(change.getSequence());
        changesByRow.merge(row, 1, Integer::sum);
        shown.waiting(sequences.size());
    }

    /// The oldest change of a row that waits, or null.
    @Nullable Entry first(Bytes row) {
        if (!has(row)) {
            return null;
        }
        try (KeyValueIterator<Bytes, byte[]> changes = scan(prefix(CHANGE, row))) {
            ByteBuffer value = ByteBuffer.wrap(changes.next().value);
            long offset = value.getLong();
            byte[] change = Arrays.copyOfRange(value.array(), Long.BYTES, value.capacity());
            return new Entry((Change) records.decode(change), offset);
        }
    }

    /// Ends the waiting of a change.
    void remove(Bytes row, Change change) {
        store.delete(key(CHANGE, row, change.getSequence()));
        sequences.remove(change.getSequence());
        changesByRow.computeIfPresent(row, (r, count) -> count == 1 ? null : count - 1);
        shown.waiting(sequences.size());
    }

    /// Keeps what was handed over to a row.
    void keep(Bytes row, HandOver handOver, byte[] value) {
        store.put(key(HAND_OVER, row, handOver.getSequence()), value);
    }

    /// What was handed over to a row by a key and before a sequence, or null if it is not here yet.
    /// Of the same two keys each hand-over is dropped before the next is asked for.
    @Nullable HandOver handOver(Bytes row, String from, long before) {
        try (KeyValueIterator<Bytes, byte[]> handOvers = scan(prefix(HAND_OVER, row))) {
            while (handOvers.hasNext()) {
                HandOver handOver = StateCodec.handOver(handOvers.next().value);
                if (handOver.getFrom().equals(from) && handOver.getSequence() < before) {
                    return handOver;
                }
            }
        }
        return null;
    }

    /// Forgets what was handed over to a row, since its change has been applied.
    void drop(Bytes row, HandOver handOver) {
        store.delete(key(HAND_OVER, row, handOver.getSequence()));
    }

    private KeyValueIterator<Bytes, byte[]> scan(byte[] prefix) {
        return store.prefixScan(Bytes.wrap(prefix), Serdes.Bytes().serializer());
    }

    private static byte[] prefix(byte kind, Bytes row) {
        return ByteBuffer.allocate(2 + row.get().length)
                .put(kind)
                .put(row.get())
                .put((byte) 0)
                .array();
    }

    private static Bytes key(byte kind, Bytes row, long sequence) {
        return Bytes.wrap(
                ByteBuffer.allocate(2 + row.get().length + Long.BYTES)
                        .put(prefix(kind, row))
                        .putLong(sequence)
                        .array());
    }

    private static long sequence(Bytes key) {
        return ByteBuffer.wrap(key.get()).getLong(key.get().length - Long.BYTES);
    }

    private static Bytes row(Bytes key) {
        byte[] row = new byte[key.get().length - 2 - Long.BYTES];
        System.arraycopy(key.get(), 1, row, 0, row.length);
        return Bytes.wrap(row);
    }
}
