package dev.sluice.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cut.Cut;
import dev.sluice.publisher.file.PushPath;
import dev.sluice.record.Push;
import dev.sluice.record.PushState;
import dev.sluice.record.PushType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {

    /// Cuts that bear no name of a full cut, recent enough to be counted.
    private static final Cut FIRST = recent(1);

    private static final Cut SECOND = recent(2);

    private @TempDir Path state;
    private Rig rig;

    @BeforeEach
    void begin() {
        rig = new Rig(state);
    }

    @AfterEach
    void end() throws InterruptedException {
        rig.close();
    }

    static Cut recent(int number) {
        return Cut.at(
                Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(3000 - number * 61L));
    }

    @Test
    void aTenantsFirstPushIsAFullAndThenIncrementalOnes() {
        // Given
        rig.tenant("acme", "1");
        rig.tenant("globex", "2");
        rig.start();
        rig.pipeline.define("teams", Pipeline.NAME);
        rig.pipeline.define("empty", Pipeline.NAME);
        rig.pipeline.upsert("1", "teams", 10, "ten");
        rig.pipeline.upsert("1", "teams", 9, "nine");
        rig.pipeline.upsert("2", "teams", 1, "of another");
        rig.pipeline.upsert("3", "teams", 1, "of nobody");
        rig.pipeline.cut(FIRST);
        rig.pipeline.upsert("1", "teams", 11, "eleven");
        rig.pipeline.delete("1", "teams", 9);

        // When
        rig.pipeline.cut(SECOND);

        // Then
        rig.awaitDelivered("acme", PushType.INCREMENTAL, SECOND);
        rig.awaitDelivered("globex", PushType.INCREMENTAL, SECOND);
        assertThat(rig.text("acme", PushType.FULL, FIRST, "teams"))
                .isEqualTo("id,name,deleted_at\n9,nine,\n10,ten,\n");
        assertThat(rig.text("acme", PushType.FULL, FIRST, "empty"))
                .isEqualTo("id,name,deleted_at\n");
        assertThat(rig.text("acme", PushType.INCREMENTAL, SECOND, "teams"))
                .isEqualTo("id,name,deleted_at\n9,,2020-09-13 12:26:40.000006\n11,eleven,\n");
        assertThat(rig.text("globex", PushType.FULL, FIRST, "teams"))
                .isEqualTo("id,name,deleted_at\n1,of another,\n");
        assertThat(rig.object("globex", PushPath.table(PushType.INCREMENTAL, SECOND, "teams")))
                .isEmpty();
        assertThat(
                        new String(
                                rig.object(
                                                "globex",
                                                PushPath.manifest(PushType.INCREMENTAL, SECOND))
                                        .orElseThrow(),
                                StandardCharsets.UTF_8))
                .contains("\"files\" : [ ]");
        Awaitility.await()
                .atMost(Rig.PATIENCE)
                .untilAsserted(() ->
                        assertThat(rig.pushes().values())
                                .hasSize(4)
                                .extracting(Push::getState)
                                .containsOnly(PushState.DELIVERED));
        Push incremental = rig.push("1", PushType.INCREMENTAL, SECOND);
        assertThat(incremental.getBase()).isEqualTo(FIRST.epochSecond());
        assertThat(incremental.getPreviousPush()).isEqualTo(FIRST.epochSecond());
        assertThat(incremental.getFiles().getFirst().getRows()).isEqualTo(1);
        assertThat(incremental.getFiles().getFirst().getDeletions()).isEqualTo(1);
    }
}
