package dev.sluice.publisher.sort;

import dev.sluice.publisher.scratch.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/// Sorts row versions by group and key, keeps the last version of each row and drops deleted ones,
/// within a bounded memory: what does not fit goes to scratch files as sorted runs, which are
/// merged in the end.
///
/// Of two versions of a row the one with the higher sequence is the later; of equal sequences the
/// one added later. A run therefore keeps only the last version of a row, but keeps deletions: the
/// row that they delete may be in an earlier run.
///
/// Memory: half the bound holds entries and their index, or, in the end, the buffers of the runs
/// merged; with more runs than buffers, runs are merged into one beforehand. An entry larger than
/// the bound is a run of its own. Used once; not thread-safe.
///
/// Over 200 lines, since filling, spilling and merging are one algorithm over one arena; the
/// formats of entries and runs and the sort of the index stand in [Entries], [Run] and [IndexSort].
public final class RowSort implements AutoCloseable {

    /// Takes the rows in order.
    public interface Rows {

        /// Takes a row; the bytes are good during the call only.
        void row(int group, byte[] bytes, int offset, int length) throws IOException;
    }

    private static final int INDEX_BYTES = 2 * Integer.BYTES;
    private static final int SMALLEST_MEMORY = 4 * 1024;
    private static final int LARGEST_ARENA = 1 << 30;
    private static final int RUN_BUFFER = 128 * 1024;

    private final Scratch scratch;
    private final int runBuffer;
    private final int mostRuns;
    private final List<Path> runs = new ArrayList<>();
    private byte[] arena;
    private int used;
    private int[] index;
    private int[] spare;
    private int count;

    /// @param scratch for the runs
    /// @param memoryBytes the bound
    public RowSort(Scratch scratch, long memoryBytes) {
        this.scratch = scratch;
        int arenaBytes =
                (int) Math.min(Math.max(memoryBytes / 4 * 3, SMALLEST_MEMORY), LARGEST_ARENA);
        arena = new byte[arenaBytes];
        // A quarter for the index: entries of less than 24 bytes would fill it first.
        int entries = Math.max(arenaBytes / 3 / INDEX_BYTES, 16);
        index = new int[entries];
        spare = new int[entries];
        runBuffer = Math.min(RUN_BUFFER, Math.max(arenaBytes / 8, 1024));
        mostRuns = Math.max(arenaBytes / runBuffer, 2);
    }

    /// Adds a version of a row.
    public void add(int group, byte[] key, long sequence, byte[] value, int length)
            throws IOException {
        int at = place(group, key, sequence, length);
        System.arraycopy(value, 0, arena, Entries.valueStart(arena, at), length);
    }

    /// Adds a deletion of a row.
    public void addDeletion(int group, byte[] key, long sequence) throws IOException {
        place(group, key, sequence, Entries.DELETION);
    }

    private int place(int group, byte[] key, long sequence, int valueLength) throws IOException {
        long size = Entries.size(key.length, valueLength);
        if (size > arena.length - used || count == index.length) {
            spill();
            if (size > arena.length) {
                arena = new byte[Math.toIntExact(size)];
            }
        }
        int at = used;
        Entries.putHeader(arena, at, group, sequence, key.length, valueLength);
        System.arraycopy(key, 0, arena, at + Entries.HEADER, key.length);
        index[count++] = at;
        used += (int) size;
        return at;
    }

    private void sortArena() {
        byte[] bytes = arena;
        IndexSort.sort(index, spare, count, (a, b) -> Entries.compare(bytes, a, bytes, b));
    }

    /// Whether the entry after `i` is a later version of the same row.
    private boolean isSuperseded(int i) {
        return i + 1 < count && Entries.compareRows(arena, index[i], arena, index[i + 1]) == 0;
    }

    private void spill() throws IOException {
        if (count == 0) {
            return;
        }
        sortArena();
        Path file = scratch.file("run");
        try (Run.Writer writer = new Run.Writer(file)) {
            for (int i = 0; i < count; i++) {
                if (!isSuperseded(i)) {
                    writer.write(arena, index[i]);
                }
            }
        }
        runs.add(file);
        used = 0;
        count = 0;
        if (runs.size() == mostRuns) {
            mergeIntoOne();
        }
    }

    private void mergeIntoOne() throws IOException {
        Path file = scratch.file("run");
        List<Path> merged = List.copyOf(runs);
        runs.clear();
        try (Run.Writer writer = new Run.Writer(file)) {
            merge(merged, writer::write);
        }
        runs.add(file);
    }

    /// Gives the live rows in order. Nothing can be added afterwards.
    public void drain(Rows rows) throws IOException {
        if (runs.isEmpty()) {
            sortArena();
            for (int i = 0; i < count; i++) {
                if (!isSuperseded(i)) {
                    give(arena, index[i], rows);
                }
            }
            return;
        }
        spill();
        arena = new byte[0];
        index = new int[0];
        spare = new int[0];
        List<Path> merged = List.copyOf(runs);
        runs.clear();
        merge(merged, (bytes, at) -> give(bytes, at, rows));
    }

    private static void give(byte[] bytes, int at, Rows rows) throws IOException {
        int length = Entries.valueLength(bytes, at);
        if (length != Entries.DELETION) {
            rows.row(Entries.group(bytes, at), bytes, Entries.valueStart(bytes, at), length);
        }
    }

    private interface Taker {
        void take(byte[] bytes, int at) throws IOException;
    }

    /// Takes the last version of each row over all runs: of the entries for one row the queue gives
    /// the latest first, so that the rest can be passed over.
    private void merge(List<Path> files, Taker taker) throws IOException {
        PriorityQueue<Run> queue = new PriorityQueue<>(RowSort::latestFirst);
        List<Run> open = new ArrayList<>();
        try {
            for (int i = 0; i < files.size(); i++) {
                Run run = new Run(files.get(i), i, runBuffer);
                open.add(run);
                if (run.first()) {
                    queue.add(run);
                }
            }
            drain(queue, taker);
        } finally {
            for (Run run : open) {
                run.close();
            }
        }
    }

    private static void drain(PriorityQueue<Run> queue, Taker taker) throws IOException {
        for (Run run = queue.poll(); run != null; run = queue.poll()) {
            taker.take(run.bytes(), run.at());
            for (Run older = queue.peek();
                    older != null && isSameRow(run, older);
                    older = queue.peek()) {
                queue.poll();
                if (older.next()) {
                    queue.add(older);
                }
            }
            if (run.next()) {
                queue.add(run);
            }
        }
    }

    private static boolean isSameRow(Run a, Run b) {
        return Entries.compareRows(a.bytes(), a.at(), b.bytes(), b.at()) == 0;
    }

    private static int latestFirst(Run a, Run b) {
        int byRow = Entries.compareRows(a.bytes(), a.at(), b.bytes(), b.at());
        if (byRow != 0) {
            return byRow;
        }
        int bySequence =
                Long.compare(
                        Entries.sequence(b.bytes(), b.at()), Entries.sequence(a.bytes(), a.at()));
        return bySequence != 0 ? bySequence : Integer.compare(b.order(), a.order());
    }

    /// Removes the runs that are left.
    @Override
    public void close() throws IOException {
        for (Path run : runs) {
            Files.deleteIfExists(run);
        }
        runs.clear();
    }
}
