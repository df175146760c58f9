package dev.sluice.publisher;

import static dev.sluice.publisher.PublisherTest.recent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.PushKey;
import dev.sluice.record.Push;
import dev.sluice.record.PushType;
import dev.sluice.record.PushedFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReproducibleTest {

    private static final List<String> HARD =
            List.of(
                    "NULL",
                    "",
                    "say \"hi\", twice",
                    "line\nline\r\nline",
                    "\uD83D\uDE80 \uD834\uDD1E",
                    ("1 MB, \"quoted\"\n").repeat(1 << 16));

    private @TempDir Path state;

    /// What two publishers made of the same records, from scratch.
    private static Map<String, List<String>> sums(Rig rig) {
        Map<String, List<String>> sums = new TreeMap<>();
        for (Map.Entry<PushKey, Push> entry : rig.pushes().entrySet()) {
            Push push = entry.getValue();
            sums.put(
                    entry.getKey().toString(),
                    List.of(
                            push.getManifestSha256(),
                            push.getFiles().stream().map(PushedFile::getSha256).toList().toString(),
                            push.getFiles().stream()
                                    .map(PushedFile::getTextSha256)
                                    .toList()
                                    .toString()));
        }
        return sums;
    }

    private static void feed(Rig rig) {
        rig.tenant("acme", "1");
        rig.pipeline.define("teams", Pipeline.NAME);
        for (int i = 0; i < 3000; i++) {
            rig.pipeline.upsert("1", "teams", i * 7919L % 3001, "row " + i);
        }
        rig.pipeline.upsert("1", "teams", -1, (Object) null);
        for (int i = 0; i < HARD.size(); i++) {
            rig.pipeline.upsert("1", "teams", 10_000 + i, HARD.get(i));
        }
        rig.pipeline.cut(recent(1));
        rig.pipeline.delete("1", "teams", 7);
        for (int i = 0; i < HARD.size(); i++) {
            rig.pipeline.upsert("1", "teams", 20_000 + i, HARD.get(i));
        }
        rig.pipeline.cut(recent(2));
    }

    @Test
    void theSamePushMadeTwiceIsTheSameBytes() throws InterruptedException {
        // Given
        Rig one = new Rig(state.resolve("one"));
        Rig other = new Rig(state.resolve("other"));
        try {
            feed(one);
            feed(other);

            // When
            one.start();
            other.start();

            // Then
            one.awaitAllDelivered(2);
            other.awaitAllDelivered(2);
            assertThat(sums(other)).isEqualTo(sums(one)).hasSize(2);
            one.assertDelivered("acme", "1");
            other.assertDelivered("acme", "1");
        } finally {
            one.close();
            other.close();
        }
    }

    @Test
    void hardTextComesBackAsItWas() throws InterruptedException {
        // Given
        Rig rig = new Rig(state);
        try {
            feed(rig);

            // When
            rig.start();

            // Then
            rig.awaitAllDelivered(2);
            var full = Csv.lines(rig.text("acme", PushType.FULL, recent(1), "teams"));
            var incremental = Csv.lines(rig.text("acme", PushType.INCREMENTAL, recent(2), "teams"));
            assertThat(full.get(1).get(1).form()).isEqualTo(Csv.Form.NULL);
            assertThat(full.subList(full.size() - HARD.size(), full.size()))
                    .extracting(line -> line.get(1).value())
                    .isEqualTo(HARD);
            assertThat(incremental.subList(2, 2 + HARD.size()))
                    .extracting(line -> line.get(1).value())
                    .isEqualTo(HARD);
        } finally {
            rig.close();
        }
    }
}
