package dev.sluice.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.key.RowKey;
import dev.sluice.record.CutReached;
import dev.sluice.record.RowVersion;
import dev.sluice.record.SkippedRecord;
import dev.sluice.topic.Partitions;
import dev.sluice.wire.Records;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The topic `deltas` as its readers see it; order, partition, marks and counts are checked on the
/// way.
final class DeltasRead {

    private final Records records = new Records();
    private final int partitions;
    private final TreeMap<Long, Map<RowKey, RowVersion>> byCut = new TreeMap<>();

    private final TreeMap<Long, List<SkippedRecord>> skipped = new TreeMap<>();

    private DeltasRead(int partitions) {
        this.partitions = partitions;
    }

    static DeltasRead of(Simulation simulation) {
        DeltasRead deltas = new DeltasRead(simulation.partitions());
        for (int partition = 0; partition < simulation.partitions(); partition++) {
            deltas.read(partition, simulation.partition(Simulation.TOPICS.deltas(), partition));
        }
        return deltas;
    }

    Set<Long> cuts() {
        return byCut.keySet();
    }

    /// The cells of each row that changed before a cut; none for a deletion.
    Map<RowKey, Optional<List<@Nullable Object>>> cells(long cut) {
        Map<RowKey, Optional<List<@Nullable Object>>> cells = new HashMap<>();
        rows(cut).forEach((key, row) -> cells.put(key, Optional.ofNullable(row.getCells())));
        return cells;
    }

    /// As `key=cells`, by key.
    List<String> texts(long cut) {
        return rows(cut).entrySet().stream()
                .map(row -> row.getKey() + "=" + row.getValue().getCells())
                .sorted()
                .toList();
    }

    Map<RowKey, RowVersion> rows(long cut) {
        return Objects.requireNonNull(byCut.get(cut), () -> "no cut " + cut);
    }

    /// The keys of the records that the marks of a cut say were skipped.
    Set<String> skipped(long cut) {
        return Objects.requireNonNull(skipped.get(cut)).stream()
                .map(record -> String.valueOf(record.getKey()))
                .collect(Collectors.toSet());
    }

    private void read(int partition, List<Simulation.Entry> entries) {
        long previous = 0;
        Map<RowKey, RowVersion> window = new HashMap<>();
        List<RowKey> order = new ArrayList<>();
        for (Simulation.Entry entry : entries) {
            byte[] value = Objects.requireNonNull(entry.value());
            if (records.decode(value) instanceof CutReached mark) {
                assertThat(entry.key()).isNull();
                assertThat(mark.getPrevious()).isEqualTo(previous);
                assertThat(mark.getCount()).isEqualTo(order.size());
                assertThat(mark.getUpstream()).isEqualTo(partition);
                assertThat(mark.getUpstreams()).isEqualTo(1);
                assertInOrder(order);
                byCut.computeIfAbsent(mark.getCut(), c -> new HashMap<>()).putAll(window);
                skipped.computeIfAbsent(mark.getCut(), c -> new ArrayList<>())
                        .addAll(mark.getSkipped());
                previous = mark.getCut();
                window.clear();
                order.clear();
            } else {
                RowKey key = RowKey.parse(Objects.requireNonNull(entry.key()));
                RowVersion row = (RowVersion) records.decode(value);
                assertThat(row.getSince()).isEqualTo(previous);
                assertThat(row.getCommittedAt()).isEqualTo(row.getSequence() * 1_000);
                assertThat(Partitions.ofTenant(key.tenant(), partitions)).isEqualTo(partition);
                order.add(key);
                assertThat(window.put(key, row)).isNull();
            }
        }
        assertThat(order).isEmpty();
    }

    private static void assertInOrder(List<RowKey> window) {
        Set<String> groups = new HashSet<>();
        Set<String> tenants = new HashSet<>();
        for (int i = 0; i < window.size(); i++) {
            RowKey key = window.get(i);
            RowKey before = i == 0 ? null : window.get(i - 1);
            boolean sameTenant = before != null && Objects.equals(key.tenant(), before.tenant());
            if (!sameTenant) {
                assertThat(tenants.add(String.valueOf(key.tenant()))).isTrue();
            }
            if (before == null || !sameTenant || !key.table().equals(before.table())) {
                assertThat(groups.add(key.tenant() + "\0" + key.table())).isTrue();
            } else {
                assertThat(Long.parseLong(key.id())).isGreaterThan(Long.parseLong(before.id()));
            }
        }
    }
}
