package dev.sluice.publisher.gzip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class GzipWriterTest {

    private static final byte[] TEXT = text(300_000);

    private static byte[] text(int length) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5);
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('a' + random.nextInt(20));
        }
        return text;
    }

    private static FileSums write(GzipWriter gzip, int piece) throws IOException {
        gzip.begin();
        for (int at = 0; at < TEXT.length; at += piece) {
            gzip.write(TEXT, at, Math.min(piece, TEXT.length - at));
        }
        return gzip.finish();
    }

    @Test
    void readsBackAndSumsTextAndFile() throws IOException, NoSuchAlgorithmException {
        // Given
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // When
        FileSums sums;
        try (GzipWriter gzip = new GzipWriter(out)) {
            sums = write(gzip, 17);
        }

        // Then
        byte[] file = out.toByteArray();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
            assertThat(in.readAllBytes()).isEqualTo(TEXT);
        }
        assertThat(sums).isEqualTo(new FileSums(TEXT.length, file.length, sha(TEXT), sha(file)));
    }

    @Test
    void theHeaderHasNeitherTimeNorNameNorSystem() throws IOException {
        // Given
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // When
        try (GzipWriter gzip = new GzipWriter(out)) {
            write(gzip, 1000);
        }

        // Then
        assertThat(HexFormat.of().formatHex(out.toByteArray(), 0, 10))
                .isEqualTo("1f8b08000000000000ff");
    }

    @Test
    void theSameTextIsTheSameFileWhateverThePiecesAndWhateverWasWrittenBefore() throws IOException {
        // Given
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // When
        int firstLength;
        try (GzipWriter gzip = new GzipWriter(out)) {
            write(gzip, 100_000);
            firstLength = out.size();
            write(gzip, 3);
        }

        // Then
        byte[] both = out.toByteArray();
        assertThat(Arrays.copyOfRange(both, firstLength, both.length))
                .isEqualTo(Arrays.copyOf(both, firstLength));
    }

    @Test
    void anEmptyTextIsAFile() throws IOException {
        // Given
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        // When
        try (GzipWriter gzip = new GzipWriter(out)) {
            gzip.begin();
            gzip.finish();
        }

        // Then
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            assertThat(in.readAllBytes()).isEmpty();
        }
    }

    private static String sha(byte[] bytes) throws NoSuchAlgorithmException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
