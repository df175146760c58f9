package dev.sluice.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.key.MarkKey;
import dev.sluice.record.CutReached;
import dev.sluice.record.Reading;
import dev.sluice.wire.Records;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/// Tables that are read beside the stream: which cut has which of their rows.
class ReadingTest {

    private final Simulation simulation = new Simulation(2, 3, 1_000, new Random(1));
    private final CaptureStub capture = simulation.capture();

    @Test
    void givesNoDeltasOfATableBeforeItsFirstReadingIsOver() {
        // Given
        capture.insert("a", 1, "5", 1L, "in a table read before");
        capture.cut(1_000);
        capture.readingPending("b", 0);
        capture.snapshotBegan("b");
        capture.read("b", 1, "5", 1L, "read");
        capture.insert("b", 2, "5", 2L, "inserted meanwhile");
        capture.insert("a", 2, "5", 2L, "x");
        capture.cut(2_000);
        capture.read("b", 3, "5", 3L, "read");
        capture.update("b", 1, "5", 1L, "changed meanwhile");
        capture.cut(3_000);
        capture.snapshotEnded("b");
        capture.readingOver("b");
        capture.cut(4_000);
        capture.cut(5_000);

        // When
        simulation.runToTheEnd();

        // Then
        DeltasRead deltas = DeltasRead.of(simulation);
        assertThat(deltas.texts(2_000)).containsExactly("5/a/2=[2, x]");
        assertThat(deltas.texts(3_000)).isEmpty();
        assertThat(deltas.texts(4_000))
                .containsExactly(
                        "5/b/1=[1, changed meanwhile]",
                        "5/b/2=[2, inserted meanwhile]",
                        "5/b/3=[3, read]");
        assertThat(deltas.texts(5_000)).isEmpty();
    }

    @Test
    void givesTheDeltasOfATableReadAgainInTheirCutAndInTheFirstAfterTheReading() {
        // Given
        capture.insert("a", 1, "5", 1L, "one");
        capture.insert("a", 2, "5", 2L, "two");
        capture.insert("a", 3, "5", 3L, "gone in a time without log");
        capture.insert("a", 4, "5", 4L, "four");
        capture.cut(1_000);
        capture.readingPending("a", 1);
        capture.update("a", 1, "5", 1L, "changed before the reading");
        capture.update("a", 4, "5", 4L, "changed once");
        capture.snapshotBegan("a");
        capture.cut(2_000);
        capture.cut(2_500);
        capture.read("a", 1, "5", 1L, "changed before the reading");
        capture.read("a", 2, "5", 2L, "changed in a time without log");
        capture.read("a", 4, "5", 4L, "changed once");
        capture.delete("a", 1);
        capture.snapshotEnded("a");
        capture.readingOver("a");
        capture.cut(3_000);

        // When
        simulation.runToTheEnd();

        // Then
        DeltasRead deltas = DeltasRead.of(simulation);
        assertThat(deltas.texts(2_000))
                .containsExactly(
                        "5/a/1=[1, changed before the reading]", "5/a/4=[4, changed once]");
        assertThat(deltas.texts(2_500)).isEmpty();
        assertThat(deltas.texts(3_000))
                .containsExactly(
                        "5/a/1=null",
                        "5/a/2=[2, changed in a time without log]",
                        "5/a/3=null",
                        "5/a/4=[4, changed once]");
    }

    @Test
    void sweepsNothingAfterAReadingWithACondition() {
        // Given
        capture.insert("a", 1, "5", 1L, "one");
        capture.insert("a", 2, "5", 2L, "two");
        capture.cut(1_000);
        capture.readingPending("a", 1);
        capture.snapshotBegan("a");
        capture.read("a", 2, "5", 2L, "two");
        capture.readingOver("a");
        capture.cut(2_000);

        // When
        simulation.runToTheEnd();

        // Then
        assertThat(DeltasRead.of(simulation).texts(2_000)).isEmpty();
    }

    @Test
    void stopsWhereTheMarksOfOneCutDisagreeOnItsReadings() {
        // Given
        capture.cut(1_000);
        simulation.runToTheEnd();
        appendMark(0, List.of());
        appendMark(1, List.of(new Reading("a", 1)));

        // When, then
        assertThatThrownBy(simulation::runToTheEnd)
                .hasMessageContaining("topic sim.rows, partition 0, offset 3")
                .hasMessageContaining("{\"table\": \"a\", \"version\": 1}");
    }

    private void appendMark(int upstream, List<Reading> readings) {
        CutReached mark =
                CutReached.newBuilder(capture.mark(2_000, 0))
                        .setUpstream(upstream)
                        .setUpstreams(2)
                        .setReadings(readings)
                        .build();
        simulation.append(
                Simulation.TOPICS.rows(),
                0,
                new Simulation.Entry(
                        MarkKey.of(upstream), new Records().encode(mark), new RecordHeaders()));
    }
}
