package dev.sluice.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.record.Change;
import dev.sluice.record.RowVersion;
import dev.sluice.record.Unchanged;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Rows whose soft-delete column is set: deleted to their tenant, and still in the source.
class SoftDeleteTest {

    private static final String LONG = "a text that is long enough to be stored out of line";

    private final Simulation simulation = new Simulation(2, 3, 1_000, new Random(1));
    private final CaptureStub capture = simulation.capture();

    @BeforeEach
    void aRow() {
        capture.insert("a", 1, "5", 1L, LONG);
        capture.cut(1_000);
    }

    @Test
    void aDiscardedRowIsDeletedWhenItsChangeCommitted() {
        // Given
        discard("5");
        long discarded = capture.lastSequence();
        discard("5");
        capture.delete("a", 1);
        capture.cut(2_000);

        // When
        simulation.runToTheEnd();

        // Then
        DeltasRead deltas = DeltasRead.of(simulation);
        assertThat(deltas.texts(2_000)).containsExactly("5/a/1=null");
        assertThat(deltas.rows(2_000).values())
                .extracting(RowVersion::getCommittedAt)
                .containsExactly(discarded * 1_000);
    }

    @Test
    void itsRealDeletionIsNoFurtherDelta() {
        // Given
        discard("5");
        capture.cut(2_000);
        capture.delete("a", 1);
        capture.cut(3_000);

        // When
        simulation.runToTheEnd();

        // Then
        assertThat(DeltasRead.of(simulation).texts(3_000)).isEmpty();
    }

    @Test
    void itComesBackComplete() {
        // Given
        discard("5");
        capture.cut(2_000);
        capture.update("a", 1, "5", 1L, new Unchanged());
        capture.cut(3_000);

        // When
        simulation.runToTheEnd();

        // Then
        assertThat(DeltasRead.of(simulation).texts(3_000))
                .containsExactly("5/a/1=[1, %s]".formatted(LONG));
    }

    @Test
    void itComesBackToAnotherTenantAndUnderAnotherKey() {
        // Given
        discard("5");
        discard("4");
        capture.cut(2_000);
        capture.changeKey("a", 1, 7, "4", 7L, new Unchanged());
        capture.cut(3_000);

        // When
        simulation.runToTheEnd();

        // Then
        assertThat(DeltasRead.of(simulation).texts(2_000)).containsExactly("5/a/1=null");
        assertThat(DeltasRead.of(simulation).texts(3_000))
                .containsExactly("4/a/7=[7, %s]".formatted(LONG));
    }

    @Test
    void aRowDiscardedFromTheFirstMakesNoDelta() {
        // Given
        capture.send("a", 2, discarded("5", 2, 2L, "x"));
        capture.cut(2_000);

        // When
        simulation.runToTheEnd();

        // Then
        assertThat(DeltasRead.of(simulation).texts(2_000)).isEmpty();
    }

    @Test
    void aSweepOfADiscardedRowIsNoFurtherDelta() {
        // Given
        discard("5");
        capture.cut(2_000);
        capture.truncate("a");
        capture.cut(3_000);
        capture.insert("a", 1, "5", 1L, "new");
        capture.send("a", 1, discarded("5", 1, 1L, "new"));
        capture.cut(4_000);
        capture.snapshotBegan("a");
        capture.snapshotEnded("a");
        capture.cut(5_000);

        // When
        simulation.runToTheEnd();

        // Then
        DeltasRead deltas = DeltasRead.of(simulation);
        assertThat(deltas.texts(3_000)).isEmpty();
        assertThat(deltas.texts(4_000)).containsExactly("5/a/1=null");
        assertThat(deltas.texts(5_000)).isEmpty();
    }

    private void discard(String tenant) {
        capture.send("a", 1, discarded(tenant, 1, 1L, new Unchanged()));
    }

    private Change discarded(String tenant, long id, @Nullable Object... cells) {
        return capture.update(tenant, id, cells).setDiscarded(true).build();
    }
}
