package dev.sluice.publisher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cut.Cut;
import dev.sluice.publisher.file.PushPath;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.ColumnKind;
import dev.sluice.record.Push;
import dev.sluice.record.PushState;
import dev.sluice.record.PushType;
import dev.sluice.record.SkippedRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {

    /// Cuts that bear no name of a full cut, recent enough to be counted.
    private static final Cut FIRST = recent(1);

    private static final Cut SECOND = recent(2);
    private static final Cut THIRD = recent(3);

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
        assertThat(rig.manifest("globex", PushType.INCREMENTAL, SECOND))
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

    @Test
    void aFullPushThatRowsMayNoLongerHoldIsMadeAtTheNextCut() {
        // Given
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ofDays(8));
        rig.tenant("acme", "1");
        rig.start(new ShiftedClock(ahead::get));
        rig.pipeline.define("teams", Pipeline.NAME);
        rig.pipeline.upsert("1", "teams", 1, "one");
        rig.pipeline.cut(FIRST);
        rig.awaitUsedUp();
        ahead.set(Duration.ZERO);
        rig.pipeline.upsert("1", "teams", 2, "two");

        // When
        rig.pipeline.cut(SECOND);

        // Then
        rig.awaitDelivered("acme", PushType.FULL, SECOND);
        assertThat(rig.text("acme", PushType.FULL, SECOND, "teams"))
                .isEqualTo("id,name,deleted_at\n1,one,\n2,two,\n");
        assertThat(rig.pushes()).hasSize(1);
        assertThat(rig.ledger().getFirst().getValue().getReason())
                .isEqualTo(
                        "in place of the full push of %s, which was too old to be made from rows"
                                .formatted(FIRST));
    }

    @Test
    void aTableThatIsReadForTheFirstTimeHasNoFileUntilItIsRead() {
        // Given
        rig.tenant("acme", "1");
        rig.start();
        rig.pipeline.define("teams", Pipeline.NAME);
        rig.pipeline.define("late", Pipeline.NAME);
        rig.pipeline.reading("late", 0);
        rig.pipeline.upsert("1", "teams", 1, "one");
        rig.pipeline.upsert("1", "late", 1, "early");
        rig.pipeline.cut(FIRST);
        rig.pipeline.upsert("1", "late", 2, "meanwhile");
        rig.pipeline.cut(SECOND);
        rig.pipeline.read("late");

        // When
        rig.pipeline.cut(THIRD);

        // Then
        rig.awaitDelivered("acme", PushType.INCREMENTAL, THIRD);
        assertThat(rig.object("acme", PushPath.table(PushType.FULL, FIRST, "late"))).isEmpty();
        assertThat(rig.object("acme", PushPath.table(PushType.INCREMENTAL, SECOND, "late")))
                .isEmpty();
        assertThat(rig.text("acme", PushType.INCREMENTAL, THIRD, "late"))
                .isEqualTo("id,name,deleted_at\n2,meanwhile,\n");
        assertThat(rig.push("1", PushType.FULL, FIRST).getRereading()).isEmpty();
    }

    @Test
    void aTableThatIsReadAgainKeepsItsColumnsUntilItIsReadAndItsPushesSaySo() {
        // Given
        ColumnDefinition name = Pipeline.column("name", ColumnKind.TEXT, "text", 3);
        ColumnDefinition size = Pipeline.column("size", ColumnKind.INTEGER, "integer", 4);
        ColumnDefinition title = Pipeline.column("title", ColumnKind.TEXT, "text", 3);
        ColumnDefinition added = Pipeline.column("added", ColumnKind.INTEGER, "integer", 5);
        rig.tenant("acme", "1");
        rig.pipeline.define("teams", name, size);
        rig.pipeline.upsert("1", "teams", 1, "one", 10L);
        rig.pipeline.define("teams", added, title);
        rig.pipeline.upsert("1", "teams", 2, 7L, "two");
        rig.pipeline.reading("teams", 1);
        rig.pipeline.cut(FIRST);
        rig.pipeline.upsert("1", "teams", 3, 8L, "three");
        rig.pipeline.cut(SECOND);
        rig.pipeline.read("teams");
        rig.pipeline.upsert("1", "teams", 1, 0L, "one");
        rig.start();

        // When
        rig.pipeline.cut(THIRD);

        // Then
        rig.awaitDelivered("acme", PushType.INCREMENTAL, THIRD);
        assertThat(rig.text("acme", PushType.FULL, FIRST, "teams"))
                .isEqualTo("id,name,size,deleted_at\n1,one,10,\n2,two,NULL,\n");
        assertThat(rig.text("acme", PushType.INCREMENTAL, SECOND, "teams"))
                .isEqualTo("id,name,size,deleted_at\n3,three,NULL,\n");
        assertThat(rig.text("acme", PushType.INCREMENTAL, THIRD, "teams"))
                .isEqualTo("id,added,title,deleted_at\n1,0,one,\n");
        assertThat(rig.push("1", PushType.INCREMENTAL, SECOND).getRereading())
                .containsExactly("teams");
        assertThat(rig.manifest("acme", PushType.INCREMENTAL, SECOND))
                .contains("\"rereading\" : [\n    \"teams\"\n  ]");
        assertThat(rig.push("1", PushType.INCREMENTAL, THIRD).getRereading()).isEmpty();
    }

    @Test
    void namesSkippedRecordsToTheTenantsWhoseRowsTheyMayBe() {
        // Given
        rig.tenant("acme", "1");
        rig.tenant("globex", "2");
        rig.start();
        rig.pipeline.define("teams", Pipeline.NAME);
        rig.pipeline.skipped(new SkippedRecord(rig.topics().changes(), 1, 7L, "teams/9", 1L));
        rig.pipeline.skipped(new SkippedRecord(rig.topics().rows(), 0, 8L, "1/teams/9", 1L));
        rig.pipeline.skipped(new SkippedRecord(rig.topics().rows(), 0, 9L, null, 1L));

        // When
        rig.pipeline.cut(FIRST);

        // Then
        rig.awaitDelivered("acme", PushType.FULL, FIRST);
        rig.awaitDelivered("globex", PushType.FULL, FIRST);
        String changes = rig.topics().changes() + "/1/7 teams";
        String rows = rig.topics().rows() + "/0/9";
        assertThat(rig.push("1", PushType.FULL, FIRST).getSkipped())
                .containsExactly(changes, rig.topics().rows() + "/0/8 1/teams/9", rows);
        assertThat(rig.push("2", PushType.FULL, FIRST).getSkipped()).containsExactly(changes, rows);
        assertThat(rig.manifest("globex", PushType.FULL, FIRST))
                .contains("\"skipped\" : [\n    \"%s\"".formatted(changes));
    }

    @Test
    void leavesNoThreadBehind() throws InterruptedException {
        // Given
        for (int i = 0; i < 12; i++) {
            rig.tenant("tenant" + i, Integer.toString(i));
        }
        rig.pipeline.define("teams", Pipeline.NAME);
        rig.pipeline.cut(FIRST);
        rig.pipeline.cut(SECOND);
        Rig.Running publisher = rig.start();
        rig.awaitDelivered("tenant3", PushType.FULL, FIRST);

        // When
        publisher.close();

        // Then
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains(rig.topics().prefix()));
    }

    /// The system's clock, so much ahead.
    private static final class ShiftedClock extends Clock {
        private final Supplier<Duration> ahead;

        ShiftedClock(Supplier<Duration> ahead) {
            this.ahead = ahead;
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead.get());
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("everything is UTC");
        }
    }
}
