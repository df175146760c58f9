package dev.sluice.publisher.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cut.Cut;
import dev.sluice.cut.CutSchedule;
import dev.sluice.key.PushKey;
import dev.sluice.publisher.ledger.LedgerEntry;
import dev.sluice.publisher.ledger.PartitionLedger;
import dev.sluice.record.CutCause;
import dev.sluice.record.CutReached;
import dev.sluice.record.Position;
import dev.sluice.record.Push;
import dev.sluice.record.PushState;
import dev.sluice.record.PushType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PushPlanTest {

    private static final CutSchedule SCHEDULE = CutSchedule.of("0 22 * * *", "0 22 * * SUN");
    private static final Cut SATURDAY = Cut.parse("2026-11-21T22:00:00Z");
    private static final Cut SUNDAY = Cut.parse("2026-11-22T22:00:00Z");
    private static final Cut MONDAY = Cut.parse("2026-11-23T22:00:00Z");
    private static final Cut TUESDAY = Cut.parse("2026-11-24T22:00:00Z");

    private final PartitionLedger ledger = new PartitionLedger();

    private void made(PushType type, Cut cut) {
        ledger.apply(
                new LedgerEntry(
                        new PushKey("1", type, cut),
                        Push.newBuilder()
                                .setType(type)
                                .setCut(cut.epochSecond())
                                .setState(PushState.STAGED)
                                .setPosition(new Position(1L, 0L))
                                .setTenantId("acme")
                                .setPreviousCut(0)
                                .setPreviousPush(0)
                                .setBase(0)
                                .setFiles(List.of())
                                .setManifestSha256("")
                                .setCompressor("")
                                .setDeltasFrom(0)
                                .setDeltasTo(0)
                                .setAttempts(0)
                                .setReason("")
                                .setRequestedAt(0)
                                .setStagedAt(0)
                                .setDeliveredAt(0)
                                .setNextAttemptAt(0)
                                .build()));
    }

    private PushPlan at(Cut cut, Cut previous) {
        CutReached mark =
                new CutReached(
                        cut.epochSecond(),
                        previous.epochSecond(),
                        CutCause.SCHEDULED,
                        List.of(),
                        new Position(1L, 0L),
                        1L,
                        0,
                        1,
                        0L,
                        List.of(),
                        List.of());
        return PushPlan.at(mark, Set.of("1"), ledger, SCHEDULE);
    }

    @Test
    void aNewTenantReceivesAFullPushAlone() {
        assertThat(at(MONDAY, SUNDAY)).isEqualTo(new PushPlan(Set.of(), Set.of("1")));
    }

    @Test
    void aTenantWithABaseReceivesWhatChanged() {
        made(PushType.FULL, SUNDAY);
        assertThat(at(MONDAY, SUNDAY)).isEqualTo(new PushPlan(Set.of("1"), Set.of()));
    }

    @Test
    void atAFullCutItReceivesBoth() {
        made(PushType.FULL, SATURDAY);
        assertThat(at(SUNDAY, SATURDAY)).isEqualTo(new PushPlan(Set.of("1"), Set.of("1")));
    }

    @Test
    void aFullPushThatCouldNotBeMadeIsDueAtTheNextCutAndOnce() {
        made(PushType.FULL, SATURDAY);
        made(PushType.INCREMENTAL, SUNDAY);
        assertThat(at(MONDAY, SUNDAY)).isEqualTo(new PushPlan(Set.of("1"), Set.of("1")));
        made(PushType.INCREMENTAL, MONDAY);
        made(PushType.FULL, MONDAY);
        assertThat(at(TUESDAY, MONDAY)).isEqualTo(new PushPlan(Set.of("1"), Set.of()));
    }

    @Test
    void aTenantThatMissedACutReceivesAFullPushAlone() {
        made(PushType.FULL, SUNDAY);
        assertThat(at(TUESDAY, MONDAY)).isEqualTo(new PushPlan(Set.of(), Set.of("1")));
    }
}
