package dev.sluice.publisher.scratch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// One scratch file that holds many files one after another: those of a window, or of a rebuild.
/// Ten thousand tenants with a hundred tables each are too many for a folder.
///
/// One thread writes; slices may be read by any, until the spool is closed.
public final class Spool implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private final OutputStream out;
    private long length;

    /// @param file is made here, and removed by [#close()]
    public Spool(Path file) {
        this.file = file;
        try {
            channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE_NEW,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("the scratch file " + file + " cannot be made", e);
        }
        out = new Appending(Channels.newOutputStream(channel));
    }

    /// Appends; pieces should be large.
    public OutputStream out() {
        return out;
    }

    /// How many bytes were appended.
    public long length() {
        return length;
    }

    /// A part of what was appended.
    public Slice slice(long from, long count) {
        return new Slice(this, from, count);
    }

    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the scratch file " + file + " remains", e);
        }
    }

    /// A part of a spool.
    ///
    /// @param spool that holds it
    /// @param from its first byte
    /// @param length in bytes
    public record Slice(Spool spool, long from, long length) {

        /// Reads it from its beginning.
        public InputStream open() {
            return new SliceStream(spool.channel, from, length);
        }
    }

    private final class Appending extends OutputStream {
        private final OutputStream target;

        Appending(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int b) throws IOException {
            target.write(b);
            length++;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            target.write(bytes, offset, count);
            length += count;
        }
    }

    /// Reads by position, so that many may read the one channel.
    private static final class SliceStream extends InputStream {
        private final FileChannel channel;
        private final long end;
        private long at;

        SliceStream(FileChannel channel, long from, long length) {
            this.channel = channel;
            this.at = from;
            this.end = from + length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int count) throws IOException {
            if (at == end) {
                return -1;
            }
            int part = (int) Math.min(count, end - at);
            int got = channel.read(ByteBuffer.wrap(bytes, offset, part), at);
            if (got < 0) {
                throw new IOException("the scratch file ends " + (end - at) + " bytes too early");
            }
            at += got;
            return got;
        }
    }
}
