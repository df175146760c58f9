package dev.sluice.publisher.sort;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A sorted run in a scratch file: entries one after another, read from first to last.
final class Run implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final int order;
    private byte[] buffer;
    private int at;
    private int limit;

    /// @param order tells runs apart that hold the same row: the later has the higher one
    Run(Path file, int order, int bufferBytes) throws IOException {
        this.file = file;
        this.order = order;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.buffer = new byte[bufferBytes];
    }

    int order() {
        return order;
    }

    /// The bytes that the current entry lies in.
    byte[] bytes() {
        return buffer;
    }

    /// Where the current entry begins.
    int at() {
        return at;
    }

    /// Moves to the first entry.
    ///
    /// @return whether there is one
    boolean first() throws IOException {
        return settle();
    }

    /// Moves to the next entry.
    ///
    /// @return whether there is one
    boolean next() throws IOException {
        at += Entries.size(buffer, at);
        return settle();
    }

    /// Sees to it that the entry at `at` is wholly in the buffer.
    private boolean settle() throws IOException {
        if (!have(Entries.HEADER)) {
            if (limit == at) {
                return false;
            }
            throw new EOFException("the run " + file + " ends within an entry");
        }
        if (!have(Entries.size(buffer, at))) {
            throw new EOFException("the run " + file + " ends within an entry");
        }
        return true;
    }

    private boolean have(int needed) throws IOException {
        if (limit - at >= needed) {
            return true;
        }
        byte[] target = needed > buffer.length ? new byte[needed] : buffer;
        System.arraycopy(buffer, at, target, 0, limit - at);
        limit -= at;
        at = 0;
        buffer = target;
        while (limit < needed) {
            int got = channel.read(ByteBuffer.wrap(buffer, limit, buffer.length - limit));
            if (got < 0) {
                return false;
            }
            limit += got;
        }
        return true;
    }

    /// Closes and removes the file.
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }

    /// Writes entries to a new run's file.
    static final class Writer implements AutoCloseable {

        private static final int BUFFER = 256 * 1024;

        private final OutputStream out;
        private final byte[] buffer = new byte[BUFFER];
        private int length;

        Writer(Path file) throws IOException {
            out =
                    Files.newOutputStream(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }

        void write(byte[] bytes, int at) throws IOException {
            int size = Entries.size(bytes, at);
            if (size > BUFFER - length) {
                out.write(buffer, 0, length);
                length = 0;
            }
            if (size > BUFFER) {
                out.write(bytes, at, size);
            } else {
                System.arraycopy(bytes, at, buffer, length, size);
                length += size;
            }
        }

        @Override
        public void close() throws IOException {
            out.write(buffer, 0, length);
            out.close();
        }
    }
}
