package dev.sluice.capture.reading;

import dev.sluice.capture.source.SourceTable;
import dev.sluice.record.Unchanged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Brings the rows that are read of a table, chunk by chunk, and the changes of the same rows, that
/// go by meanwhile, into one order. This is DBLog's idea (Andreakis and Papapanagiotou 2020,
/// "DBLog: a watermark based change-data-capture framework") without its window: which changes a
/// chunk's rows have in them is not guessed from watermarks, but told by the snapshot that they
/// were read in.
///
/// **Why it is right.** A chunk is merged at its message M in the log. What its snapshot saw was
/// committed before M was written. So a change after M is not in the chunk, and simply follows it.
/// A change before M is in the chunk if the snapshot saw its transaction; the row then holds this
/// change and is sent as it is. If not, the row is older than the change, and would undo it. What
/// was committed before the reading began was seen by every snapshot, since the first one waits for
/// it. So the last change of each key since the beginning decides, and is forgotten when a snapshot
/// saw it: later ones see it too.
///
/// **A row that is older than its last change** is dropped if that change was sent whole. If the
/// log left unchanged cells out of it, those are still what the chunk has, and the two make one
/// row.
///
/// **Withheld changes.** A cell that the log leaves out is completed downstream by the one held
/// from before. That is wrong while the cell was never read, or stood in a column of another type.
/// Such a change is not sent; its row is *wanted*: it is read by its key, if no page brings it. So
/// are rows that got their key from another row. After the last page every row has been sent whole,
/// except the wanted ones; from then on only these are withheld, so that the reading ends however
/// busy the table is.
///
/// Pure. Not thread-safe.
public final class ChunkMerge {

    /// How many rows are read by their keys at once.
    static final int MOST_ROWS = 1_000;

    /// So many wanted rows are not left until the last page.
    static final int MOST_WANTED = 50_000;

    private final SourceTable table;
    private final @Nullable String condition;
    private final boolean allHeld;
    private final Function<@Nullable Object[], String> identity;

    private final Map<String, Changed> changed = new HashMap<>();
    private final Map<String, List<Object>> wanted = new LinkedHashMap<>();
    private @Nullable Long truncation;
    private @Nullable List<Object> lastKey;
    private boolean lastPageSeen;

    /// The last change of a row.
    ///
    /// @param transaction its id
    /// @param told the cells that changes since the beginning told of a row that has not been sent
    ///   whole since; null for a row that was, or is gone
    /// @param moved whether the row came from another key meanwhile
    private record Changed(long transaction, @Nullable Object @Nullable [] told, boolean moved) {}

    /// A merge that has seen nothing.
    ///
    /// @param condition SQL that limits the rows to read; null for all
    /// @param held for each column whether cells of before serve to complete changes
    /// @param identity the key by which the log knows a row
    public ChunkMerge(
            SourceTable table,
            @Nullable String condition,
            boolean[] held,
            Function<@Nullable Object[], String> identity) {
        this.table = table;
        this.condition = condition;
        this.allHeld = allTrue(held);
        this.identity = identity;
    }

    /// Takes the next change of a row.
    ///
    /// @param after the cells after; null for a deletion
    /// @param moved whether another key's deletion belongs to it
    /// @return whether the change is to be sent
    public boolean changed(
            long transaction, String key, @Nullable Object @Nullable [] after, boolean moved) {
        Changed before = changed.get(key);
        if (after == null || isWhole(after)) {
            changed.put(key, new Changed(transaction, null, false));
            wanted.remove(key);
            return true;
        }
        if (moved) {
            changed.put(key, new Changed(transaction, after.clone(), true));
            want(key, after);
            return allHeld;
        }
        boolean isSent = lastPageSeen ? !wanted.containsKey(key) : isWholeSince(before);
        if (isSent) {
            changed.put(key, new Changed(transaction, null, false));
            return true;
        }
        @Nullable Object[] told =
                before == null || before.told() == null ? after : completed(after, before.told());
        changed.put(key, new Changed(transaction, told.clone(), before != null && before.moved()));
        if (allHeld) {
            return true;
        }
        want(key, after);
        return false;
    }

    private static boolean isWholeSince(@Nullable Changed before) {
        return before != null && before.told() == null;
    }

    /// Takes a TRUNCATE.
    public void truncated(long transaction) {
        changed.clear();
        wanted.clear();
        truncation = transaction;
    }

    /// Takes the chunk that [#next()] asked for, at its place in the log.
    ///
    /// @return the rows to send
    public List<@Nullable Object[]> take(Answer.Chunk chunk, Ask ask) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        Visibility visibility = chunk.visibility();
        boolean emptied = truncation != null && !visibility.sees(truncation);
        for (@Nullable Object[] row : chunk.rows()) {
            @Nullable Object @Nullable [] current = emptied ? null : current(row, visibility);
            if (current != null) {
                rows.add(current);
            }
        }
        switch (ask) {
            case Ask.Page _ -> {
                if (!chunk.rows().isEmpty()) {
                    lastKey = primaryKey(chunk.rows().getLast());
                }
                lastPageSeen = chunk.last();
            }
            case Ask.Rows asked -> dropMissing(asked, visibility);
            case Ask.Begin _ -> throw new IllegalStateException("a beginning has no rows");
        }
        changed.values().removeIf(change -> visibility.sees(change.transaction()));
        if (truncation != null && visibility.sees(truncation)) {
            truncation = null;
        }
        return rows;
    }

    /// The row as it is at this place in the log; null if it has been sent so, or is to be read
    /// again.
    private @Nullable Object @Nullable [] current(@Nullable Object[] row, Visibility visibility) {
        String key = identity.apply(row);
        Changed change = changed.get(key);
        if (change == null || visibility.sees(change.transaction())) {
            wanted.remove(key);
            return row;
        }
        @Nullable Object @Nullable [] told = change.told();
        if (told == null || change.moved()) {
            return null;
        }
        wanted.remove(key);
        changed.put(key, new Changed(change.transaction(), null, false));
        return completed(told, row);
    }

    /// Those that were asked for and are not there: gone, or not there yet when the snapshot was
    /// taken.
    private void dropMissing(Ask.Rows asked, Visibility visibility) {
        Set<List<Object>> keys = Set.copyOf(asked.keys());
        Iterator<Map.Entry<String, List<Object>>> entries = wanted.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, List<Object>> entry = entries.next();
            Changed change = changed.get(entry.getKey());
            if (keys.contains(entry.getValue())
                    && (change == null || visibility.sees(change.transaction()))) {
                entries.remove();
            }
        }
    }

    /// What to read next; null if every row has been sent.
    public @Nullable Ask next() {
        boolean pages = !lastPageSeen;
        if (pages && wanted.size() < MOST_WANTED) {
            return new Ask.Page(table, condition, lastKey);
        }
        if (wanted.isEmpty()) {
            return null;
        }
        return new Ask.Rows(table, wanted.values().stream().limit(MOST_ROWS).toList());
    }

    private void want(String key, @Nullable Object[] row) {
        wanted.put(key, primaryKey(row));
    }

    private List<Object> primaryKey(@Nullable Object[] row) {
        List<Object> cells = new ArrayList<>();
        for (int index : table.primaryKey()) {
            cells.add(Objects.requireNonNull(row[index]));
        }
        return cells;
    }

    /// Whether the log left no cell out.
    public static boolean isWhole(@Nullable Object[] row) {
        for (@Nullable Object cell : row) {
            if (cell instanceof Unchanged) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable Object[] completed(@Nullable Object[] row, @Nullable Object[] before) {
        @Nullable Object[] completed = row.clone();
        for (int i = 0; i < completed.length; i++) {
            if (completed[i] instanceof Unchanged) {
                completed[i] = before[i];
            }
        }
        return completed;
    }

    private static boolean allTrue(boolean[] flags) {
        for (boolean flag : flags) {
            if (!flag) {
                return false;
            }
        }
        return true;
    }
}
