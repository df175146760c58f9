package dev.sluice.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.key.MarkKey;
import dev.sluice.key.RowKey;
import dev.sluice.record.CutReached;
import dev.sluice.record.RowVersion;
import dev.sluice.record.Unchanged;
import dev.sluice.wire.Records;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real broker.
class AggregatorTest {

    private static final String LONG = "a text that is long enough to be stored out of line";

    @TempDir Path state;

    @Test
    void writesDeltasOfAWindowInOrder() {
        try (TestBroker broker = new TestBroker(3);
                TestBroker.Running _ = broker.start(state)) {
            // Given
            CaptureStub capture = broker.capture();
            for (long id = 1; id <= 20; id++) {
                capture.insert("services", id, Long.toString(id % 4), id, LONG + id, "x");
            }
            capture.cut(1000);

            // When
            for (long id = 20; id >= 1; id -= 2) {
                capture.update("services", id, Long.toString(id % 4), id, new Unchanged(), "y");
            }
            capture.delete("services", 3);
            capture.changeKey("services", 5, 50, "1", 50L, new Unchanged(), "z");
            capture.cut(2000);
            broker.flush();

            // Then
            List<String> deltas = deltas(broker, 2000);
            assertThat(deltas)
                    .containsExactlyInAnyOrder(
                            "0/services/4=[4, %s4, y]".formatted(LONG),
                            "0/services/8=[8, %s8, y]".formatted(LONG),
                            "0/services/12=[12, %s12, y]".formatted(LONG),
                            "0/services/16=[16, %s16, y]".formatted(LONG),
                            "0/services/20=[20, %s20, y]".formatted(LONG),
                            "1/services/5=null",
                            "1/services/50=[50, %s5, z]".formatted(LONG),
                            "2/services/2=[2, %s2, y]".formatted(LONG),
                            "2/services/6=[6, %s6, y]".formatted(LONG),
                            "2/services/10=[10, %s10, y]".formatted(LONG),
                            "2/services/14=[14, %s14, y]".formatted(LONG),
                            "2/services/18=[18, %s18, y]".formatted(LONG),
                            "3/services/3=null");
            assertThat(deltas.stream().filter(delta -> delta.startsWith("0/")).toList())
                    .extracting(delta -> delta.substring(0, delta.indexOf('=')))
                    .containsExactly(
                            "0/services/4",
                            "0/services/8",
                            "0/services/12",
                            "0/services/16",
                            "0/services/20");
        }
    }

    @Test
    void completesRowsAfterItsDiskWasWiped(@TempDir Path other) {
        try (TestBroker broker = new TestBroker(2)) {
            // Given
            CaptureStub capture = broker.capture();
            try (TestBroker.Running _ = broker.start(state)) {
                capture.insert("services", 1, "5", 1L, LONG, 1L);
                capture.cut(1000);
                capture.update("services", 1, "5", 1L, new Unchanged(), 2L);
                broker.flush();
                broker.read(broker.config().topics().rows(), rows(2));
            }

            // When
            try (TestBroker.Running _ = broker.start(other)) {
                capture.update("services", 1, "5", 1L, new Unchanged(), 3L);
                capture.delete("services", 1);
                capture.insert("services", 1, "4", 1L, LONG, 4L);
                capture.update("services", 1, "4", 1L, new Unchanged(), 5L);
                capture.cut(2000);
                broker.flush();

                // Then
                assertThat(deltas(broker, 2000))
                        .containsExactlyInAnyOrder(
                                "4/services/1=[1, %s, 5]".formatted(LONG), "5/services/1=null");
            }
        }
    }

    @Test
    void stopsAtARecordThatCannotBeReadUntilAnOperatorHasItSkipped(@TempDir Path other) {
        try (TestBroker broker = new TestBroker(1)) {
            // Given
            CaptureStub capture = broker.capture();
            capture.insert("services", 1, "5", 1L, LONG, 1L);
            capture.cut(1000);
            broker.flush();
            long offset = broker.send("services/1", new byte[] {1, 2, 3});
            capture.insert("services", 2, "5", 2L, LONG, 1L);
            broker.flush();
            TestBroker.Running stopped = broker.start(state);
            assertThatThrownBy(() -> stopped.end().get(1, TimeUnit.MINUTES))
                    .hasMessageContaining(
                            "topic test.changes, partition 0, offset %d".formatted(offset));
            broker.forget(stopped);

            // When
            broker.skip("test.changes", 0, offset, "services/1");

            // Then
            try (TestBroker.Running _ = broker.start(other)) {
                assertThat(broker.read(broker.config().topics().rows(), rows(2))).isNotEmpty();
            }
        }
    }

    @Test
    void goesOnAfterTheBrokerRestarted() {
        try (TestBroker broker = new TestBroker(1);
                TestBroker.Running _ = broker.start(state)) {
            // Given
            CaptureStub capture = broker.capture();
            capture.insert("services", 1, "5", 1L, LONG, 1L);
            capture.cut(1000);
            broker.flush();
            broker.read(broker.config().topics().rows(), rows(1));

            // When
            broker.broker().stop();
            broker.broker().start();
            capture.update("services", 1, "5", 1L, new Unchanged(), 2L);
            capture.cut(2000);
            broker.flush();

            // Then
            assertThat(deltas(broker, 2000))
                    .containsExactly("5/services/1=[1, %s, 2]".formatted(LONG));
        }
    }

    private static Predicate<List<ConsumerRecord<byte[], byte[]>>> rows(int count) {
        return all -> all.stream().filter(record -> !MarkKey.isMark(record.key())).count() >= count;
    }

    private static List<String> deltas(TestBroker broker, long cut) {
        Records records = new Records();
        List<ConsumerRecord<byte[], byte[]>> all =
                broker.read(
                        broker.config().topics().deltas(),
                        marked(records, cut, broker.config().partitions()));
        TreeMap<Integer, List<ConsumerRecord<byte[], byte[]>>> byPartition = new TreeMap<>();
        all.forEach(record ->
                byPartition
                        .computeIfAbsent(record.partition(), p -> new ArrayList<>())
                        .add(record));
        List<String> deltas = new ArrayList<>();
        for (List<ConsumerRecord<byte[], byte[]>> partition : byPartition.values()) {
            for (ConsumerRecord<byte[], byte[]> record : partition) {
                if (!MarkKey.isMark(record.key())) {
                    RowVersion row = (RowVersion) records.decode(record.value());
                    deltas.add(RowKey.parse(record.key()) + "=" + row.getCells());
                }
            }
        }
        return deltas;
    }

    private static Predicate<List<ConsumerRecord<byte[], byte[]>>> marked(
            Records records, long cut, int partitions) {
        return all ->
                all.stream()
                                .filter(record -> MarkKey.isMark(record.key()))
                                .map(record -> (CutReached) records.decode(record.value()))
                                .filter(mark -> mark.getCut() == cut)
                                .count()
                        == partitions;
    }
}
