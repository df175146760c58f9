package dev.sluice.publisher.gzip;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes gzip files one after another, each of one member whose header has neither time nor name
/// nor system, so that the same text is always the same file; and sums text and file on the way.
///
/// Text is handed to the deflater in blocks of [#BLOCK] bytes, whatever the pieces it comes in:
/// small ones cost a native call each. Not thread-safe.
public final class GzipWriter implements AutoCloseable {

    /// What wrote the gzip, as the ledger records it.
    public static final String COMPRESSOR = "java.util.zip level 6";

    private static final int LEVEL = 6;
    private static final int BLOCK = 64 * 1024;
    private static final byte SYSTEM_UNKNOWN = (byte) 255;
    private static final byte[] HEADER = {
        0x1f, (byte) 0x8b, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, SYSTEM_UNKNOWN
    };

    private final Deflater deflater = new Deflater(LEVEL, true);
    private final CRC32 crc = new CRC32();
    private final MessageDigest textDigest = sha256();
    private final MessageDigest fileDigest = sha256();
    private final byte[] text = new byte[BLOCK];
    private final byte[] deflated = new byte[BLOCK];
    private final OutputStream out;
    private int textLength;
    private long textBytes;
    private long bytes;

    /// @param out takes the files in large pieces; not closed here
    public GzipWriter(OutputStream out) {
        this.out = out;
    }

    /// Begins a file.
    public void begin() throws IOException {
        deflater.reset();
        crc.reset();
        textDigest.reset();
        fileDigest.reset();
        textLength = 0;
        textBytes = 0;
        bytes = 0;
        emit(HEADER, HEADER.length);
    }

    /// Adds text to the file begun.
    public void write(byte[] from, int offset, int count) throws IOException {
        while (count > 0) {
            int part = Math.min(count, BLOCK - textLength);
            System.arraycopy(from, offset, text, textLength, part);
            textLength += part;
            offset += part;
            count -= part;
            if (textLength == BLOCK) {
                deflateText();
            }
        }
    }

    /// Ends the file.
    public FileSums finish() throws IOException {
        deflateText();
        deflater.finish();
        while (!deflater.finished()) {
            emit(deflated, deflater.deflate(deflated));
        }
        byte[] trailer =
                ByteBuffer.allocate(2 * Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt((int) crc.getValue())
                        .putInt((int) textBytes)
                        .array();
        emit(trailer, trailer.length);
        HexFormat hex = HexFormat.of();
        return new FileSums(
                textBytes,
                bytes,
                hex.formatHex(textDigest.digest()),
                hex.formatHex(fileDigest.digest()));
    }

    private void deflateText() throws IOException {
        crc.update(text, 0, textLength);
        textDigest.update(text, 0, textLength);
        textBytes += textLength;
        deflater.setInput(text, 0, textLength);
        while (!deflater.needsInput()) {
            emit(deflated, deflater.deflate(deflated));
        }
        textLength = 0;
    }

    private void emit(byte[] from, int count) throws IOException {
        fileDigest.update(from, 0, count);
        out.write(from, 0, count);
        bytes += count;
    }

    /// Frees the deflater's memory.
    @Override
    public void close() {
        deflater.close();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
