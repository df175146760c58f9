package dev.sluice.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.MarkKey;
import dev.sluice.key.RowKey;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.ColumnKind;
import dev.sluice.record.CutReached;
import dev.sluice.record.RowVersion;
import dev.sluice.record.TableDefinition;
import dev.sluice.topic.DeletionHeaders;
import dev.sluice.topic.Partitions;
import dev.sluice.wire.Records;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random sources, random orders of arrival, random crashes: what comes out is what the oracle
/// says.
class SimulationTest {

    private static final Records RECORDS = new Records();

    static java.util.stream.LongStream seeds() {
        return java.util.stream.LongStream.range(0, Long.getLong("sluice.seeds", 200));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void deltasAndRowsAreWhatTheSourceSays(long seed) {
        // Given
        Random random = new Random(seed);
        int partitions = 1 + random.nextInt(4);
        Simulation simulation =
                new Simulation(partitions, 1 + random.nextInt(5), 1 + random.nextInt(500), random);
        if (random.nextBoolean()) {
            Workload.tables().forEach(table -> simulation.define(definition(table)));
        }
        Oracle oracle = new Oracle();
        Workload workload = new Workload(simulation.capture(), oracle, random);

        // When
        for (int i = 0; i < 250; i++) {
            workload.next();
            simulation.runAWhile(random.nextInt(12));
        }
        workload.cut();
        simulation.runToTheEnd();

        // Then
        TreeMap<Long, Map<RowKey, Optional<List<@Nullable Object>>>> deltas =
                deltas(simulation, partitions);
        assertThat(deltas.keySet()).isEqualTo(oracle.deltas().keySet());
        oracle.deltas()
                .forEach((cut, expected) ->
                        assertThat(deltas.get(cut))
                                .as("cut %d", cut)
                                .containsExactlyInAnyOrderEntriesOf(expected));
        assertThat(liveRows(simulation, partitions)).isEqualTo(oracle.live());
    }

    private static TableDefinition definition(String table) {
        return new TableDefinition(
                table,
                1,
                1L,
                List.of(
                        new ColumnDefinition("id", ColumnKind.INTEGER, "bigint", false, 1),
                        new ColumnDefinition("text", ColumnKind.TEXT, "text", true, 2),
                        new ColumnDefinition("number", ColumnKind.INTEGER, "bigint", false, 1)),
                List.of("id"),
                List.of("id"),
                "tenant");
    }

    /// By cut; checks order, partition, marks and counts on the way.
    private static TreeMap<Long, Map<RowKey, Optional<List<@Nullable Object>>>> deltas(
            Simulation simulation, int partitions) {
        TreeMap<Long, Map<RowKey, Optional<List<@Nullable Object>>>> deltas = new TreeMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            long previous = 0;
            List<RowKey> window = new ArrayList<>();
            Map<RowKey, Optional<List<@Nullable Object>>> found = new HashMap<>();
            for (Simulation.Entry entry :
                    simulation.partition(Simulation.TOPICS.deltas(), partition)) {
                byte[] value = java.util.Objects.requireNonNull(entry.value());
                if (RECORDS.decode(value) instanceof CutReached mark) {
                    assertThat(entry.key()).isNull();
                    assertThat(mark.getPrevious()).isEqualTo(previous);
                    assertThat(mark.getCount()).isEqualTo(window.size());
                    assertThat(mark.getUpstream()).isEqualTo(partition);
                    assertThat(mark.getUpstreams()).isEqualTo(1);
                    assertInOrder(window);
                    deltas.computeIfAbsent(mark.getCut(), c -> new HashMap<>()).putAll(found);
                    previous = mark.getCut();
                    window = new ArrayList<>();
                    found = new HashMap<>();
                } else {
                    RowKey key = RowKey.parse(java.util.Objects.requireNonNull(entry.key()));
                    RowVersion row = (RowVersion) RECORDS.decode(value);
                    assertThat(row.getSince()).isEqualTo(previous);
                    assertThat(row.getCommittedAt()).isEqualTo(row.getSequence() * 1_000);
                    assertThat(Partitions.ofTenant(key.tenant(), partitions)).isEqualTo(partition);
                    window.add(key);
                    assertThat(found.put(key, Optional.ofNullable(row.getCells()))).isNull();
                }
            }
            assertThat(window).isEmpty();
        }
        return deltas;
    }

    private static void assertInOrder(List<RowKey> window) {
        var groups = new HashSet<String>();
        var tenants = new HashSet<String>();
        for (int i = 0; i < window.size(); i++) {
            RowKey key = window.get(i);
            RowKey before = i == 0 ? null : window.get(i - 1);
            if (before == null || !String.valueOf(key.tenant()).equals(before.tenant())) {
                assertThat(tenants.add(String.valueOf(key.tenant()))).isTrue();
            }
            if (before == null
                    || !String.valueOf(key.tenant()).equals(before.tenant())
                    || !key.table().equals(before.table())) {
                assertThat(groups.add(key.tenant() + "\0" + key.table())).isTrue();
            } else {
                assertThat(Long.parseLong(key.id())).isGreaterThan(Long.parseLong(before.id()));
            }
        }
    }

    /// The topic `rows`, read as a log that compaction may have been over: the last record a key.
    private static Map<RowKey, List<@Nullable Object>> liveRows(
            Simulation simulation, int partitions) {
        Map<RowKey, List<@Nullable Object>> live = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            long deleted = 0;
            for (Simulation.Entry entry :
                    simulation.partition(Simulation.TOPICS.rows(), partition)) {
                if (MarkKey.isMark(entry.key())) {
                    continue;
                }
                RowKey key = RowKey.parse(java.util.Objects.requireNonNull(entry.key()));
                assertThat(Partitions.ofTenant(key.tenant(), partitions)).isEqualTo(partition);
                if (entry.value() == null) {
                    assertThat(DeletionHeaders.of(entry.headers()).sequence()).isEqualTo(deleted);
                    live.remove(key);
                } else {
                    RowVersion row = (RowVersion) RECORDS.decode(entry.value());
                    if (row.getCells() == null) {
                        deleted = row.getSequence();
                    } else {
                        live.put(key, row.getCells());
                    }
                }
            }
        }
        return live;
    }
}
