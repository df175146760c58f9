package dev.sluice.capture.stream;

import dev.sluice.capture.source.SourceTable;
import dev.sluice.record.Change;
import dev.sluice.record.Operation;
import dev.sluice.record.Position;
import dev.sluice.record.SourceOffset;
import dev.sluice.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// Gives every change its sequence and sends it to its row's partition; sends marks to every
/// partition. Not thread-safe.
final class Changes {

    private final Definitions definitions;
    private final Sink sink;
    private final long[] counts;
    private long sequence;
    private long epoch;

    Changes(SourceOffset offset, Definitions definitions, Sink sink) {
        this.definitions = definitions;
        this.sink = sink;
        this.counts = offset.getCounts().stream().mapToLong(Long::longValue).toArray();
        this.sequence = offset.getSequence();
        this.epoch = offset.getEpoch();
    }

    /// Where in the log a record belongs.
    ///
    /// @param since the last cut before it
    /// @param committedAt in microseconds since 1970
    /// @param transaction the source's id; 0 for a row that was read
    record Place(long since, Position position, long committedAt, long transaction) {}

    /// Sends the next change of a row.
    ///
    /// @param before the cells that the key is taken from where there is no row after
    /// @param other the key of the other half of a changed key
    void send(
            SourceTable table,
            Operation operation,
            @Nullable Object @Nullable [] before,
            @Nullable Object @Nullable [] after,
            byte @Nullable [] other,
            Place place) {
        sequence++;
        @Nullable Object[] keyed = after == null ? before : after;
        if (keyed == null) {
            throw new IllegalStateException("a deletion in " + table.name() + " names no row");
        }
        int version = definitions.versionOf(table, sequence, sink);
        byte[] key = Cells.identity(table, keyed).bytes();
        int partition =
                table.identityApart()
                        ? Partitions.ofTable(table.name().toString(), counts.length)
                        : Partitions.ofChange(key, counts.length);
        boolean tenantKnown = Cells.tenantKnown(table, after, before);
        boolean idKnown = Cells.hasAll(keyed, table.primaryKey());
        Change change =
                Change.newBuilder()
                        .setSequence(sequence)
                        .setSince(place.since())
                        .setPosition(place.position())
                        .setCommittedAt(place.committedAt())
                        .setTransaction(place.transaction())
                        .setEpoch(epoch)
                        .setOperation(operation)
                        .setVersion(version)
                        .setTenantKnown(tenantKnown)
                        .setTenant(tenantKnown ? Cells.tenant(table, keyed) : null)
                        .setId(idKnown ? Cells.id(table, keyed) : null)
                        .setSortKey(idKnown ? Cells.sortKey(table, keyed) : null)
                        .setCells(after == null ? null : Arrays.asList(after))
                        .setCounterpart(
                                other == null ? null : new String(other, StandardCharsets.UTF_8))
                        .setDiscarded(after != null && table.discards(after))
                        .setCounterpartPartition(
                                other != null && table.identityApart() ? partition : -1)
                        .build();
        counts[partition]++;
        sink.change(partition, key, table, change);
    }

    /// The version that describes a table, published if it is not yet.
    int version(SourceTable table) {
        return definitions.versionOf(table, sequence + 1, sink);
    }

    /// Sends a mark to every partition.
    void mark(SpecificRecord mark) {
        for (int partition = 0; partition < counts.length; partition++) {
            sink.mark(partition, mark);
        }
    }

    /// Sends each partition the mark of a cut, made of the changes that it got since the last one.
    void markCut(LongFunction<SpecificRecord> ofCount) {
        for (int partition = 0; partition < counts.length; partition++) {
            sink.mark(partition, ofCount.apply(counts[partition]));
            counts[partition] = 0;
        }
    }

    /// The last sequence given.
    long sequence() {
        return sequence;
    }

    /// Takes the next sequence for a mark that changes rows.
    long nextSequence() {
        return ++sequence;
    }

    /// The last snapshot begun.
    long epoch() {
        return epoch;
    }

    /// Begins the next epoch.
    long nextEpoch() {
        return ++epoch;
    }

    /// For each partition the changes sent since the last cut.
    List<Long> counts() {
        List<Long> counted = new ArrayList<>(counts.length);
        for (long count : counts) {
            counted.add(count);
        }
        return counted;
    }

    static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
}
