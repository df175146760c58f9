package dev.sluice.embedded.fault;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The first line and the headers of a request or an answer, as they came.
///
/// @param lines the first line, then the headers
record HttpHead(List<String> lines) {

    private static final int LARGEST = 64 * 1024;

    /// Reads one; nothing if the stream ends before it.
    static Optional<HttpHead> read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int newLines = 0;
        while (newLines < 2) {
            int b = in.read();
            if (b < 0) {
                if (bytes.size() == 0) {
                    return Optional.empty();
                }
                throw new EOFException("the connection ends within a head");
            }
            bytes.write(b);
            if (bytes.size() > LARGEST) {
                throw new IOException("a head has more than " + LARGEST + " bytes");
            }
            newLines = b == '\n' ? newLines + 1 : b == '\r' ? newLines : 0;
        }
        return Optional.of(
                new HttpHead(bytes.toString(StandardCharsets.ISO_8859_1).strip().lines().toList()));
    }

    /// The words of the first line.
    String word(int number) {
        String[] words = lines.getFirst().split(" ", 3);
        return number < words.length ? words[number] : "";
    }

    Optional<String> header(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return lines.stream()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst();
    }

    boolean has(String name, String value) {
        return header(name).filter(value::equalsIgnoreCase).isPresent();
    }

    /// The bytes, without the headers that begin with a name.
    byte[] bytesWithout(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        StringBuilder text = new StringBuilder();
        lines.stream()
                .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith(start))
                .forEach(line -> text.append(line).append("\r\n"));
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
