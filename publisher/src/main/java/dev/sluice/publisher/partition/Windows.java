package dev.sluice.publisher.partition;

import dev.sluice.key.MarkKey;
import dev.sluice.publisher.incremental.Window;
import dev.sluice.publisher.kafka.Unreadable;
import dev.sluice.publisher.ledger.LedgerEntry;
import dev.sluice.record.CutReached;
import dev.sluice.wire.Records;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// The windows of one partition of `deltas`, one after another, each from a mark to the next. One
/// thread.
final class Windows implements AutoCloseable {

    /// Is told of a cut once its pushes are staged.
    interface Taker {

        /// Enters them.
        ///
        /// @param usedUp the offset after the mark
        /// @param staged the pushes, in order
        void staged(CutReached mark, long usedUp, List<LedgerEntry> staged)
                throws InterruptedException;
    }

    private final CutWork cuts;
    private final Taker taker;
    private final Records records = new Records();
    private @Nullable Window window;
    private @Nullable CutReached last;
    private long start;

    /// @param cuts makes the pushes
    /// @param position the offset that a window begins with
    /// @param taker enters them
    Windows(CutWork cuts, long position, Taker taker) {
        this.cuts = cuts;
        this.start = position;
        this.taker = taker;
    }

    /// Takes the next record of the partition.
    void add(ConsumerRecord<byte[], byte[]> record) throws IOException, InterruptedException {
        if (!MarkKey.isMark(record.key())) {
            open().add(record);
        } else if (Unreadable.decode(records, record) instanceof CutReached mark) {
            cut(record, mark);
        } else {
            throw new Unreadable(record, "it has a mark's key and is none");
        }
    }

    private Window open() {
        Window open = window;
        if (open == null) {
            open = cuts.window();
            window = open;
        }
        return open;
    }

    private void cut(ConsumerRecord<byte[], byte[]> record, CutReached mark)
            throws IOException, InterruptedException {
        Window written = open();
        window = null;
        List<LedgerEntry> staged = cuts.close(written, start, record, mark);
        start = record.offset() + 1;
        last = mark;
        taker.staged(mark, start, staged);
    }

    /// The offset after the last mark.
    long start() {
        return start;
    }

    /// The last mark, if it came by here.
    Optional<CutReached> last() {
        return Optional.ofNullable(last);
    }

    /// Removes the files of the window that is open.
    @Override
    public void close() {
        if (window != null) {
            window.close();
            window = null;
        }
    }
}
