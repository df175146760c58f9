package dev.sluice.publisher.incremental;

import dev.sluice.key.RowKey;
import dev.sluice.publisher.csv.CsvBuffer;
import dev.sluice.publisher.csv.TableLines;
import dev.sluice.publisher.file.BuiltFile;
import dev.sluice.publisher.file.FileBuilder;
import dev.sluice.publisher.kafka.Unreadable;
import dev.sluice.publisher.row.RowView;
import java.io.IOException;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// The lines of a file in the order of the primary key, of which it makes sure.
///
/// Two rows may have one place in the order: where a numeric key went from `1.0` to `1.00`, the old
/// row's deletion and the new row are two deltas of equal keys. The later comes last, so that a
/// reader who takes the keys for equal ends with it as well. For that a line is held back until the
/// next delta is seen. Not thread-safe.
final class FileLines {

    private final FileBuilder builder;
    private final RowView row = new RowView();
    private Line line = new Line();
    private Line held = new Line();

    /// A delta as it will stand in the file.
    private static final class Line {
        private final CsvBuffer text = new CsvBuffer();
        private boolean full;
        private boolean deletion;
        private byte[] sortKey = {};
        private long sequence;
    }

    /// @param builder has a file open whenever a delta is added
    FileLines(FileBuilder builder) {
        this.builder = builder;
    }

    /// Adds a delta.
    ///
    /// @throws IllegalArgumentException if its value is damaged
    void add(ConsumerRecord<byte[], byte[]> delta, TableLines into)
            throws IOException, InterruptedException {
        row.read(delta.value());
        line.full = true;
        line.deletion = row.isDeletion();
        line.sortKey = row.sortKey();
        line.sequence = row.sequence();
        line.text.clear();
        if (line.deletion) {
            into.deletion(row, RowKey.parse(delta.key()).id(), line.text);
        } else {
            into.live(row, line.text);
        }
        int order = held.full ? Arrays.compareUnsigned(held.sortKey, line.sortKey) : -1;
        if (order > 0) {
            throw new Unreadable(delta, "it comes before the delta before it by primary key");
        }
        if (order == 0 && line.sequence < held.sequence) {
            release(line);
        } else {
            release(held);
            Line free = held;
            held = line;
            line = free;
        }
    }

    private void release(Line released) throws IOException {
        if (!released.full) {
            return;
        }
        released.full = false;
        CsvBuffer text = released.text;
        if (released.deletion) {
            builder.deletion(text.bytes(), 0, text.length());
        } else {
            builder.row(text.bytes(), 0, text.length());
        }
    }

    /// Ends the file.
    BuiltFile finish() throws IOException {
        release(held);
        return builder.finish();
    }
}
