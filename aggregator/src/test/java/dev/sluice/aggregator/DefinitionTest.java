package dev.sluice.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.ColumnKind;
import dev.sluice.record.Unchanged;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Cells that the log left out, over the versions of a table's definition.
class DefinitionTest {

    private static final String LONG = "a text that is long enough to be stored out of line";

    private final Simulation simulation = new Simulation(2, 3, 1_000, new Random(1));
    private final CaptureStub capture = simulation.capture();

    @BeforeEach
    void aRow() {
        capture.define("a", CaptureStub.integer("id", 1), CaptureStub.wide("text", 2));
        capture.insert("a", 1, "5", 1L, LONG);
        capture.cut(1_000);
    }

    @Test
    void findsTheCellOfARenamedColumnByTheColumnsNumber() {
        // Given
        capture.define(
                "a",
                CaptureStub.integer("id", 1),
                CaptureStub.wide("text", 3),
                CaptureStub.wide("body", 2));
        capture.update("a", 1, "5", 1L, "a new column under the old name", new Unchanged());
        capture.cut(2_000);

        // When
        simulation.runToTheEnd();

        // Then
        assertThat(DeltasRead.of(simulation).texts(2_000))
                .containsExactly("5/a/1=[1, a new column under the old name, %s]".formatted(LONG));
    }

    @Test
    void findsTheCellByTheColumnsNameWhereANumberIsNotKnown() {
        // Given
        capture.define("a", CaptureStub.wide("text", 0), CaptureStub.integer("id", 0));
        capture.update("a", 1, "5", new Unchanged(), 1L);
        capture.cut(2_000);

        // When
        simulation.runToTheEnd();

        // Then
        assertThat(DeltasRead.of(simulation).texts(2_000))
                .containsExactly("5/a/1=[%s, 1]".formatted(LONG));
    }

    @Test
    void aCellOfAnAddedColumnIsUnknownUntilTheReadingGivesIt() {
        // Given
        capture.define(
                "a",
                CaptureStub.integer("id", 1),
                CaptureStub.wide("text", 2),
                CaptureStub.wide("added", 3));
        capture.readingPending("a", 1);
        capture.update("a", 1, "5", 1L, new Unchanged(), new Unchanged());
        capture.update("a", 1, "5", 1L, "changed", new Unchanged());
        capture.cut(2_000);
        capture.snapshotBegan("a");
        capture.read("a", 1, "5", 1L, "changed", LONG);
        capture.update("a", 1, "5", 1L, "changed again", new Unchanged());
        capture.snapshotEnded("a");
        capture.readingOver("a");
        capture.cut(3_000);

        // When
        simulation.runToTheEnd();

        // Then
        DeltasRead deltas = DeltasRead.of(simulation);
        assertThat(deltas.texts(2_000)).containsExactly("5/a/1=[1, changed, null]");
        assertThat(deltas.texts(3_000))
                .containsExactly("5/a/1=[1, changed again, %s]".formatted(LONG));
    }

    @Test
    void aRowOfATableNeverReadIsUnknownUntilTheReadingGivesIt() {
        // Given
        capture.readingPending("b", 0);
        capture.update("b", 7, "5", 7L, new Unchanged(), 1L);
        capture.changeKey("b", 7, 8, "5", 8L, new Unchanged(), 1L);
        capture.cut(2_000);
        capture.snapshotBegan("b");
        capture.read("b", 8, "5", 8L, LONG, 1L);
        capture.snapshotEnded("b");
        capture.readingOver("b");
        capture.cut(3_000);

        // When
        simulation.runToTheEnd();

        // Then
        DeltasRead deltas = DeltasRead.of(simulation);
        assertThat(deltas.texts(2_000)).isEmpty();
        assertThat(deltas.texts(3_000))
                .containsExactly("5/b/7=null", "5/b/8=[8, %s, 1]".formatted(LONG));
    }

    @Test
    void stopsAtACutWithAnUnknownCellThatNoReadingWillGive() {
        // Given
        capture.update("a", 2, "5", 2L, new Unchanged());
        capture.cut(2_000);

        // When, then
        assertThatThrownBy(simulation::runToTheEnd)
                .hasMessageContaining("topic sim.changes")
                .hasMessageContaining("cells of the row a/2 are not known");
    }

    @Test
    void aRetypedColumnsCellIsTheOneHeldOrUnknown() {
        // Given
        capture.insert("a", 2, "5", 2L, "short");
        capture.define(
                "a",
                CaptureStub.integer("id", 1),
                new ColumnDefinition("text", ColumnKind.JSON, "jsonb", true, 2));
        capture.readingPending("a", 1);
        capture.update("a", 1, "4", 1L, new Unchanged());
        capture.update("a", 2, "4", 2L, new Unchanged());
        capture.cut(2_000);

        // When
        simulation.runToTheEnd();

        // Then
        assertThat(DeltasRead.of(simulation).texts(2_000))
                .containsExactly(
                        "4/a/1=[1, %s]".formatted(LONG),
                        "4/a/2=[2, null]",
                        "5/a/1=null",
                        "5/a/2=null");
    }

    @Test
    void changesWaitForADefinitionAndMarksForThem() {
        // Given
        simulation.runToTheEnd();
        simulation.holdDefinitions(true);
        capture.define("a", CaptureStub.integer("id", 1), CaptureStub.wide("body", 2));
        capture.update("a", 1, "4", 1L, new Unchanged());
        capture.delete("a", 1);
        capture.insert("a", 1, "4", 1L, "back");
        capture.cut(2_000);

        // When
        simulation.runToTheEnd();

        // Then
        assertThat(DeltasRead.of(simulation).cuts()).containsExactly(1_000L);

        // When
        simulation.holdDefinitions(false);
        simulation.runToTheEnd();

        // Then
        assertThat(DeltasRead.of(simulation).texts(2_000))
                .containsExactly("4/a/1=[1, back]", "5/a/1=null");
    }
}
