package dev.sluice.cut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CutScheduleTest {

    private final CutSchedule schedule = CutSchedule.of("0 22 * * *", "0 23 * * SUN");

    @Test
    void namesTheFirstTimeStrictlyAfter() {
        assertThat(schedule.after(Instant.parse("2026-11-23T21:59:59.999Z")))
                .hasToString("2026-11-23T22:00:00Z");
        assertThat(schedule.after(Instant.parse("2026-11-23T22:00:00Z")))
                .hasToString("2026-11-24T22:00:00Z");
    }

    @Test
    void unitesBothExpressions() {
        Cut sunday = schedule.after(Instant.parse("2026-11-22T22:00:00Z"));
        assertThat(sunday).hasToString("2026-11-22T23:00:00Z");
    }

    @Test
    void aFullPushIsDueOnceForEachOfItsTimes() {
        Cut saturday = Cut.parse("2026-11-21T22:00:00Z");
        Cut sunday = Cut.parse("2026-11-22T23:00:00Z");
        Cut monday = Cut.parse("2026-11-23T22:00:00Z");
        assertThat(schedule.isFullDue(saturday, Cut.parse("2026-11-22T22:59:59Z"))).isFalse();
        assertThat(schedule.isFullDue(saturday, sunday)).isTrue();
        assertThat(schedule.isFullDue(saturday, monday)).isTrue();
        assertThat(schedule.isFullDue(sunday, monday)).isFalse();
    }

    @Test
    void refusesWhatIsNoCronExpression() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CutSchedule.of("0 25 * * *", "0 22 * * SUN"))
                .withMessageContaining("0 25 * * *");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CutSchedule.of("0 22 30 2 *", "0 22 * * SUN"));
    }
}
