package dev.sluice.publisher;

import static dev.sluice.publisher.PublisherTest.recent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cut.Cut;
import dev.sluice.record.PushType;
import dev.sluice.topic.Partitions;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A record that cannot be read stops the publisher, until an operator has it skipped.
class SkipTest {

    private static final Cut FIRST = recent(1);
    private static final Cut SECOND = recent(2);
    private static final Cut THIRD = recent(3);
    private static final Cut FOURTH = recent(4);

    private static final int PARTITION = Partitions.ofTenant("1", Rig.PARTITIONS);

    /// A tenant in the same partition.
    private static final String NEIGHBOUR =
            IntStream.iterate(2, key -> key + 1)
                    .mapToObj(Integer::toString)
                    .filter(key -> Partitions.ofTenant(key, Rig.PARTITIONS) == PARTITION)
                    .findFirst()
                    .orElseThrow();

    private @TempDir Path state;
    private Rig rig;

    @BeforeEach
    void begin() {
        rig = new Rig(state);
        rig.tenant("acme", "1");
        rig.tenant("globex", NEIGHBOUR);
        rig.pipeline.define("teams", Pipeline.NAME);
    }

    @AfterEach
    void end() throws InterruptedException {
        rig.close();
    }

    @Test
    void aDeltaIsPassedAndNamedUntilItsRowIsToldAnew() {
        // Given
        String deltas = rig.topics().deltas();
        rig.pipeline.upsert("1", "teams", 5, "five");
        rig.pipeline.cut(FIRST);
        rig.pipeline.upsert("1", "teams", 4, "four");
        rig.pipeline.upsertUnreadably(deltas, "1", "teams", 5, "five again");
        rig.pipeline.upsert("1", "teams", 6, "six");
        rig.pipeline.upsert(NEIGHBOUR, "teams", 5, "of another");
        rig.pipeline.cut(SECOND);
        rig.pipeline.upsert("1", "teams", 6, "six again");
        rig.pipeline.cut(THIRD);
        rig.pipeline.upsert("1", "teams", 5, "five anew");
        rig.pipeline.cut(FOURTH);
        assertStopsAt(deltas, 2);

        // When
        rig.pipeline.skip(deltas, PARTITION, 2, "1/teams/5");
        rig.start();

        // Then
        rig.awaitDelivered("acme", PushType.INCREMENTAL, FOURTH);
        rig.awaitDelivered("globex", PushType.INCREMENTAL, FOURTH);
        assertThat(rig.text("acme", PushType.INCREMENTAL, SECOND, "teams"))
                .isEqualTo("id,name,deleted_at\n4,four,\n6,six,\n");
        String named = "%s/%d/2 1/teams/5".formatted(deltas, PARTITION);
        assertThat(rig.push("1", PushType.INCREMENTAL, SECOND).getSkipped()).containsExactly(named);
        assertThat(rig.push("1", PushType.INCREMENTAL, THIRD).getSkipped()).containsExactly(named);
        assertThat(rig.push("1", PushType.INCREMENTAL, FOURTH).getSkipped()).isEmpty();
        assertThat(rig.push(NEIGHBOUR, PushType.INCREMENTAL, SECOND).getSkipped()).isEmpty();
        assertThat(rig.manifest("acme", PushType.INCREMENTAL, THIRD)).contains(named);
    }

    @Test
    void aRowIsPassedAndNamedUntilItIsToldAnew() {
        // Given
        String rows = rig.topics().rows();
        rig.pipeline.upsert("1", "teams", 4, "four");
        rig.pipeline.upsertUnreadably(rows, "1", "teams", 5, "five");
        rig.pipeline.upsertUnreadably(rows, "1", "teams", 6, "six");
        rig.pipeline.upsert("1", "teams", 6, "six again");
        rig.pipeline.cut(FIRST);
        rig.pipeline.upsert("1", "teams", 4, "four again");
        rig.pipeline.cut(SECOND);
        rig.pipeline.upsert("1", "teams", 5, "five anew");
        rig.pipeline.cut(THIRD);
        assertStopsAt(rows, 1);

        // When
        rig.pipeline.skip(rows, PARTITION, 1, "1/teams/5");
        rig.pipeline.skip(rows, PARTITION, 2, "1/teams/6");
        rig.start();

        // Then
        rig.awaitDelivered("acme", PushType.INCREMENTAL, THIRD);
        rig.awaitDelivered("globex", PushType.INCREMENTAL, THIRD);
        assertThat(rig.text("acme", PushType.FULL, FIRST, "teams"))
                .isEqualTo("id,name,deleted_at\n4,four,\n6,six again,\n");
        String named = "%s/%d/1 1/teams/5".formatted(rows, PARTITION);
        assertThat(rig.push("1", PushType.FULL, FIRST).getSkipped()).containsExactly(named);
        assertThat(rig.push("1", PushType.INCREMENTAL, SECOND).getSkipped()).containsExactly(named);
        assertThat(rig.push("1", PushType.INCREMENTAL, THIRD).getSkipped()).isEmpty();
        assertThat(rig.push(NEIGHBOUR, PushType.FULL, FIRST).getSkipped()).isEmpty();
    }

    private void assertStopsAt(String topic, long offset) {
        assertThat(rig.start().awaitFailure())
                .hasMessageContaining(
                        "the record at offset %d of partition %d of %s cannot be read: the value (3 bytes) is not in Avro's single-object encoding"
                                .formatted(offset, PARTITION, topic))
                .hasMessageContaining(
                        "\"sluice skip %s %d %d\"".formatted(topic, PARTITION, offset));
    }
}
