package dev.sluice.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.record.Unchanged;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Records that cannot be used, and going past them.
class SkipTest {

    private static final String LONG = "a text that is long enough to be stored out of line";
    private static final String CHANGES = Simulation.TOPICS.changes();
    private static final String ROWS = Simulation.TOPICS.rows();

    private final Simulation simulation = new Simulation(1, 3, 1_000, new Random(1));
    private final CaptureStub capture = simulation.capture();

    @BeforeEach
    void aRow() {
        capture.insert("a", 1, "5", 1L, LONG);
        capture.cut(1_000);
        simulation.runToTheEnd();
    }

    @Test
    void aChangeThatCannotBeReadStopsTheStepUntilItIsSkipped() {
        // Given
        capture.update("a", 1, "5", 1L, "never read");
        long offset = damageLast(CHANGES);
        capture.cut(2_000);
        assertThatThrownBy(simulation::runToTheEnd)
                .hasMessageContaining(
                        "topic sim.changes, partition 0, offset %d stops".formatted(offset));

        // When
        simulation.skip(CHANGES, 0, offset);
        simulation.runToTheEnd();

        // Then
        DeltasRead deltas = DeltasRead.of(simulation);
        assertThat(deltas.texts(2_000)).isEmpty();
        assertThat(deltas.skipped(2_000)).containsExactly("a/1");
    }

    @Test
    void itsRowIsNamedUntilItIsToldCompletely() {
        // Given
        capture.update("a", 1, "5", 1L, "never read");
        simulation.skip(CHANGES, 0, damageLast(CHANGES));
        capture.cut(2_000);
        capture.update("a", 1, "4", 1L, new Unchanged());
        capture.cut(3_000);
        capture.update("a", 1, "4", 1L, "read");
        capture.cut(4_000);
        capture.cut(5_000);

        // When
        simulation.runToTheEnd();

        // Then
        DeltasRead deltas = DeltasRead.of(simulation);
        assertThat(deltas.skipped(3_000)).containsExactly("a/1");
        assertThat(deltas.texts(3_000))
                .containsExactly("4/a/1=[1, %s]".formatted(LONG), "5/a/1=null");
        assertThat(deltas.skipped(4_000)).isEmpty();
        assertThat(deltas.skipped(5_000)).isEmpty();
    }

    @Test
    void aRowVersionThatCannotBeReadIsSkippedWithCountsThatAgree() {
        // Given
        capture.update("a", 1, "5", 1L, "never read");
        simulation.runOnly(task -> task.reads(CHANGES));
        simulation.skip(ROWS, 0, damageLast(ROWS));
        capture.insert("a", 2, "5", 2L, "read");
        capture.cut(2_000);
        capture.update("a", 1, "5", 1L, "read later");
        capture.cut(3_000);

        // When
        simulation.runToTheEnd();

        // Then
        DeltasRead deltas = DeltasRead.of(simulation);
        assertThat(deltas.texts(2_000)).containsExactly("5/a/2=[2, read]");
        assertThat(deltas.skipped(2_000)).containsExactly("5/a/1");
        assertThat(deltas.texts(3_000)).containsExactly("5/a/1=[1, read later]");
        assertThat(deltas.skipped(3_000)).isEmpty();
    }

    @Test
    void aMarkIsNeverSkipped() {
        // Given
        capture.cut(2_000);
        simulation.skip(CHANGES, 0, damageLast(CHANGES));

        // When, then
        assertThatThrownBy(simulation::runToTheEnd).hasMessageContaining("stops the aggregator");
    }

    /// @return its offset
    private long damageLast(String topic) {
        List<Simulation.Entry> entries = simulation.partition(topic, 0);
        Simulation.Entry entry = entries.removeLast();
        entries.add(new Simulation.Entry(entry.key(), new byte[] {1, 2, 3}, entry.headers()));
        return entries.size() - 1;
    }
}
