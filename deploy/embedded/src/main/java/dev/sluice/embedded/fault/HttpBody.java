package dev.sluice.embedded.fault;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// How the body after a head ends, and its copying.
sealed interface HttpBody {

    int BUFFER = 16 * 1024;

    /// After so many bytes.
    record Length(long bytes) implements HttpBody {}

    /// After a chunk of length 0.
    record Chunked() implements HttpBody {}

    /// With the connection.
    record UntilEnd() implements HttpBody {}

    /// The body of a request.
    static HttpBody ofRequest(HttpHead head) {
        return of(head, new Length(0));
    }

    /// The body of an answer.
    static HttpBody ofAnswer(HttpHead head, HttpRequest request) {
        String status = head.word(1);
        boolean none =
                request.method().equals("HEAD") || status.equals("204") || status.equals("304");
        return none ? new Length(0) : of(head, new UntilEnd());
    }

    private static HttpBody of(HttpHead head, HttpBody otherwise) {
        if (head.has("Transfer-Encoding", "chunked")) {
            return new Chunked();
        }
        return head.header("Content-Length")
                .<HttpBody>map(length -> new Length(Long.parseLong(length)))
                .orElse(otherwise);
    }

    /// Copies it, or the first half of it: of a chunked one, its first chunk without the end.
    default void copy(InputStream in, OutputStream out, boolean half) throws IOException {
        switch (this) {
            case Length(long bytes) -> copy(in, out, half ? bytes / 2 : bytes);
            case UntilEnd() -> {
                byte[] buffer = new byte[BUFFER];
                int count = in.read(buffer);
                if (half) {
                    out.write(buffer, 0, Math.max(count / 2, 0));
                    return;
                }
                for (; count >= 0; count = in.read(buffer)) {
                    out.write(buffer, 0, count);
                }
            }
            case Chunked() -> chunks(in, out, half);
        }
        out.flush();
    }

    private static void chunks(InputStream in, OutputStream out, boolean half) throws IOException {
        long size;
        do {
            String line = line(in);
            out.write(line.getBytes(StandardCharsets.ISO_8859_1));
            size = Long.parseLong(line.split(";", 2)[0].strip(), 16);
            copy(in, out, half ? size / 2 : size);
            if (half) {
                return;
            }
            // What ends the chunk; after the last one, trailers and an empty line.
            String after = line(in);
            out.write(after.getBytes(StandardCharsets.ISO_8859_1));
            while (size == 0 && !after.isBlank()) {
                after = line(in);
                out.write(after.getBytes(StandardCharsets.ISO_8859_1));
            }
        } while (size > 0);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int b;
        do {
            b = in.read();
            if (b < 0) {
                throw new EOFException("the connection ends within a chunk");
            }
            line.append((char) b);
        } while (b != '\n');
        return line.toString();
    }

    private static void copy(InputStream in, OutputStream out, long bytes) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long left = bytes;
        while (left > 0) {
            int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (count < 0) {
                throw new EOFException("the connection ends " + left + " bytes before its body");
            }
            out.write(buffer, 0, count);
            left -= count;
        }
    }
}
