package dev.sluice.publisher.sort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.publisher.scratch.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSortTest {

    private @TempDir Path folder;

    private record Row(int group, String key) implements Comparable<Row> {

        @Override
        public int compareTo(Row other) {
            return group != other.group
                    ? Integer.compare(group, other.group)
                    : Arrays.compareUnsigned(hex(key), hex(other.key));
        }

        private static byte[] hex(String text) {
            return HexFormat.of().parseHex(text);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void givesWhatAMapWouldHoldInAMemoryFarTooSmall(long seed) throws IOException {
        // Given
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Map<Row, String> oracle = new TreeMap<>();
        Map<Row, Long> last = new HashMap<>();
        List<String> sorted = new ArrayList<>();

        // When
        try (Scratch scratch = Scratch.in(folder);
                RowSort sort = new RowSort(scratch, 1)) {
            for (int i = 0; i < 20_000; i++) {
                byte[] key = new byte[random.nextInt(1, 4)];
                random.nextBytes(key);
                Row row = new Row(random.nextInt(3), HexFormat.of().formatHex(key));
                long sequence = random.nextLong(10_000);
                boolean later = sequence >= last.getOrDefault(row, Long.MIN_VALUE);
                if (later) {
                    last.put(row, sequence);
                }
                if (random.nextInt(3) == 0) {
                    sort.addDeletion(row.group(), key, sequence);
                    if (later) {
                        oracle.remove(row);
                    }
                } else {
                    byte[] value = new byte[random.nextInt(random.nextInt(200) == 0 ? 9000 : 60)];
                    random.nextBytes(value);
                    sort.add(row.group(), key, sequence, value, value.length);
                    if (later) {
                        oracle.put(row, HexFormat.of().formatHex(value));
                    }
                }
            }
            sort.drain((group, bytes, offset, length) ->
                    sorted.add(
                            group
                                    + " "
                                    + HexFormat.of().formatHex(bytes, offset, offset + length)));
        }

        // Then
        List<String> expected = new ArrayList<>();
        oracle.forEach((row, value) -> expected.add(row.group() + " " + value));
        assertThat(sorted).as("seed " + seed).isEqualTo(expected);
    }

    @Test
    void ofEqualSequencesTheOneAddedLaterCountsEvenOverRuns() throws IOException {
        // Given
        byte[] key = {1};
        List<Integer> lengths = new ArrayList<>();
        try (Scratch scratch = Scratch.in(folder);
                RowSort sort = new RowSort(scratch, 1)) {
            byte[] large = new byte[3000];
            sort.add(0, key, 7, large, 3000);
            sort.add(0, key, 7, large, 2999);
            sort.add(0, key, 7, large, 2998);

            // When
            sort.drain((_, _, _, length) -> lengths.add(length));
        }

        // Then
        assertThat(lengths).containsExactly(2998);
    }

    @Test
    void leavesNoFilesBehind() throws IOException {
        // Given
        try (Scratch scratch = Scratch.in(folder)) {
            try (RowSort sort = new RowSort(scratch, 1)) {
                for (int i = 0; i < 10_000; i++) {
                    sort.add(0, new byte[] {(byte) i, (byte) (i >> 8)}, i, new byte[20], 20);
                }

                // When
                sort.drain((_, _, _, _) -> {});
            }

            // Then
            try (Stream<Path> files = Files.walk(folder)) {
                assertThat(files.filter(Files::isRegularFile))
                        .extracting(Path::getFileName)
                        .extracting(Path::toString)
                        .containsExactly("lock");
            }
        }
        assertThat(folder).isEmptyDirectory();
    }
}
