package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.record.Change;
import dev.sluice.record.CutCause;
import dev.sluice.record.CutReached;
import dev.sluice.record.Operation;
import dev.sluice.record.Position;
import dev.sluice.record.Reading;
import dev.sluice.record.SkippedRecord;
import dev.sluice.record.Unchanged;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordsTest {

    private final Records records = new Records();

    @Test
    void readBackARowWithEveryKindOfCell() {
        // Given
        Change change =
                Change.newBuilder()
                        .setSequence(7)
                        .setSince(0)
                        .setPosition(new Position(1L, 2L))
                        .setCommittedAt(3)
                        .setTransaction(4)
                        .setEpoch(1)
                        .setOperation(Operation.UPDATE)
                        .setVersion(1)
                        .setTenantKnown(true)
                        .setTenant("1")
                        .setId("83")
                        .setSortKey(ByteBuffer.wrap(new byte[] {1}))
                        .setCells(
                                Arrays.asList(
                                        null,
                                        new Unchanged(),
                                        true,
                                        -5L,
                                        1.5f,
                                        2.5,
                                        "é😀",
                                        ByteBuffer.wrap(new byte[] {0, -1})))
                        .build();

        // When
        byte[] bytes = records.encode(change);

        // Then
        assertThat(records.decode(bytes)).isEqualTo(change);
        assertThat(records.decode(bytes)).as("a second time").isEqualTo(change);
    }

    @Test
    void tellRecordsApartByTheirFingerprint() {
        CutReached mark =
                new CutReached(
                        9L,
                        0L,
                        CutCause.SNAPSHOT,
                        List.of("r"),
                        new Position(1L, 0L),
                        5L,
                        0,
                        1,
                        5L,
                        List.of(new Reading("services", 2)),
                        List.of(new SkippedRecord("changes", 3, 17L, "services/4", 8L)));
        assertThat(records.decode(records.encode(mark))).isEqualTo(mark);
    }

    @Test
    void refuseWhatIsNoRecord() {
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> records.decode(new byte[] {1, 2, 3}))
                .withMessageContaining("3 bytes");
        byte[] unknown = {(byte) 0xC3, 1, 1, 0, 0, 0, 0, 0, 0, 0};
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> records.decode(unknown))
                .withMessageContaining("0000000000000001");
    }

    @Test
    void refuseADamagedRecord() {
        byte[] bytes =
                records.encode(
                        new CutReached(
                                9L,
                                0L,
                                CutCause.SNAPSHOT,
                                List.of(),
                                new Position(1L, 0L),
                                5L,
                                0,
                                1,
                                5L,
                                List.of(),
                                List.of()));
        assertThatExceptionOfType(UnreadableRecordException.class)
                .isThrownBy(() -> records.decode(Arrays.copyOf(bytes, bytes.length - 2)))
                .withMessageContaining("CutReached");
    }
}
