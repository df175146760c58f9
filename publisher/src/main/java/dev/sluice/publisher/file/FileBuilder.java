package dev.sluice.publisher.file;

import dev.sluice.publisher.csv.CsvBuffer;
import dev.sluice.publisher.csv.Layout;
import dev.sluice.publisher.gzip.GzipWriter;
import dev.sluice.publisher.scratch.Spool;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Builds files one after another in a spool: begin, lines, finish. Not thread-safe.
public final class FileBuilder implements AutoCloseable {

    private final Spool spool;
    private final GzipWriter gzip;
    private final CsvBuffer header = new CsvBuffer();
    private @Nullable Layout layout;
    private long start;
    private long rows;
    private long deletions;

    /// @param spool takes the files; not closed here
    public FileBuilder(Spool spool) {
        this.spool = spool;
        this.gzip = new GzipWriter(spool.out());
    }

    /// Whether a file is begun.
    public boolean isOpen() {
        return layout != null;
    }

    /// Begins a file with its header.
    public void begin(Layout of) throws IOException {
        layout = of;
        start = spool.length();
        rows = 0;
        deletions = 0;
        gzip.begin();
        header.clear();
        of.header(header);
        gzip.write(header.bytes(), 0, header.length());
    }

    /// Adds a live row's line.
    public void row(byte[] line, int offset, int length) throws IOException {
        gzip.write(line, offset, length);
        rows++;
    }

    /// Adds a deletion's line.
    public void deletion(byte[] line, int offset, int length) throws IOException {
        gzip.write(line, offset, length);
        deletions++;
    }

    /// Ends the file.
    public BuiltFile finish() throws IOException {
        Layout of = layout;
        if (of == null) {
            throw new IllegalStateException("no file is begun");
        }
        layout = null;
        var sums = gzip.finish();
        return new BuiltFile(
                of.table(),
                of.fileColumns(),
                rows,
                deletions,
                sums,
                spool.slice(start, sums.bytes()));
    }

    @Override
    public void close() {
        gzip.close();
    }
}
