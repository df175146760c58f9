package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.state.HandOver;
import dev.sluice.aggregator.state.Hash;
import dev.sluice.aggregator.state.HeldRow;
import dev.sluice.aggregator.step.RowHeader;
import dev.sluice.aggregator.step.UnusableRecordException;
import dev.sluice.key.ChangeKey;
import dev.sluice.key.RowKey;
import dev.sluice.record.Change;
import dev.sluice.record.Operation;
import dev.sluice.record.RowVersion;
import dev.sluice.topic.DeletionHeaders;
import dev.sluice.wire.Records;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies changes to the held rows and writes what becomes of them: complete row versions.
final class Rows {

    private static final Logger LOG = LoggerFactory.getLogger(Rows.class);

    /// What a record takes beside key and value, generously.
    private static final int RECORD_OVERHEAD_BYTES = 1024;

    private final HeldRows held;
    private final RowsOut out;
    private final HandOvers handOvers;
    private final Completion completion;
    private final Records records;
    private final RowHeader.Reader headers;
    private final long maxRecordBytes;

    Rows(
            HeldRows held,
            RowsOut out,
            HandOvers handOvers,
            Completion completion,
            Records records,
            long maxRecordBytes) {
        this.held = held;
        this.out = out;
        this.handOvers = handOvers;
        this.completion = completion;
        this.records = records;
        this.headers = new RowHeader.Reader(records);
        this.maxRecordBytes = maxRecordBytes;
    }

    /// Applies the next change of a row.
    ///
    /// @param handOver for the second half of a changed key, what the first half handed over
    void apply(Bytes key, Change change, @Nullable HandOver handOver) {
        ChangeKey row = ChangeKey.parse(key.get());
        HeldRow before = held.get(key);
        if (before != null && change.getSequence() <= before.getSequence()) {
            LOG.atDebug().addKeyValue("table", row.table()).log("Change seen before dropped");
        } else if (change.getOperation() == Operation.DELETE) {
            delete(key, row, before, change);
        } else {
            HeldRow known = handOver == null ? before : handOver.getRow();
            upsert(key, row, before, completion.complete(row, change, known));
        }
    }

    /// Deletes a row if one of several sweeps covers it; the first that does is the cause.
    void sweep(Bytes key, List<Sweep> sweeps) {
        HeldRow row = held.get(key);
        if (row != null) {
            ChangeKey parsed = ChangeKey.parse(key.get());
            sweeps.stream()
                    .filter(sweep -> sweep.covers(parsed.table(), row))
                    .findFirst()
                    .ifPresent(sweep -> delete(key, parsed, row, sweep.cause()));
        }
    }

    /// Deletes a row for a reason that is not a change of its own.
    void delete(Bytes key, HeldRow row, Cause cause) {
        delete(key, ChangeKey.parse(key.get()), row, cause);
    }

    private void delete(Bytes key, ChangeKey row, @Nullable HeldRow before, Change change) {
        if (change.getCounterpart() != null) {
            handOvers.send(key, change, before);
        }
        if (before == null) {
            LOG.atDebug().addKeyValue("table", row.table()).log("Deletion of unknown row dropped");
        } else {
            delete(key, row, before, Cause.of(change));
        }
    }

    private void delete(Bytes key, ChangeKey row, HeldRow before, Cause cause) {
        if (!before.getDiscarded()) {
            writeDeletion(row, before, cause);
        }
        held.remove(key);
    }

    private void upsert(Bytes key, ChangeKey row, @Nullable HeldRow before, Change change) {
        String id = Objects.requireNonNull(change.getId());
        RowKey rowKey = new RowKey(change.getTenant(), row.table(), id);
        Cause cause = Cause.of(change);
        byte[] value = encode(cause, change.getVersion(), change.getSortKey(), change.getCells());
        HeldRow after =
                new HeldRow(
                        change.getTenant(),
                        id.equals(row.identity()) ? null : id,
                        change.getSortKey(),
                        change.getSequence(),
                        change.getEpoch(),
                        change.getVersion(),
                        hash(value),
                        completion.held(row, change),
                        change.getDiscarded());
        // To its tenant a discarded row is one that is not there; it is held for when it comes
        // back.
        HeldRow seen = before == null || before.getDiscarded() ? null : before;
        boolean written = !change.getDiscarded() && (seen == null || !isSame(seen, after));
        if (written) {
            checkSize(row, rowKey, value);
        }
        if (seen != null && (change.getDiscarded() || !rowKey.equals(rowKey(row, seen)))) {
            writeDeletion(row, seen, cause);
        }
        if (written) {
            out.live(rowKey, cause.since(), value);
        }
        held.put(key, after);
    }

    /// The definition's version counts: the same cells may stand in other columns.
    private static boolean isSame(HeldRow before, HeldRow after) {
        return Objects.equals(before.getTenant(), after.getTenant())
                && Objects.equals(before.getId(), after.getId())
                && before.getVersion() == after.getVersion()
                && before.getCells().equals(after.getCells());
    }

    private void writeDeletion(ChangeKey row, HeldRow before, Cause cause) {
        out.deletion(
                rowKey(row, before),
                new DeletionHeaders(
                        cause.since(),
                        cause.sequence(),
                        out.upstream(),
                        StateCodec.bytes(before.getSortKey())),
                encode(cause, before.getVersion(), before.getSortKey(), null));
    }

    private byte[] encode(
            Cause cause, int version, ByteBuffer sortKey, @Nullable List<@Nullable Object> cells) {
        return records.encode(
                new RowVersion(
                        cause.sequence(),
                        cause.since(),
                        cause.position(),
                        cause.committedAt(),
                        version,
                        out.upstream(),
                        sortKey,
                        cells));
    }

    private Hash hash(byte[] value) {
        int from = headers.read(value).cellsAt();
        long[] hash = MurmurHash3.hash128x64(value, from, value.length - from, 0);
        return new Hash(
                ByteBuffer.allocate(2 * Long.BYTES).putLong(hash[0]).putLong(hash[1]).array());
    }

    private void checkSize(ChangeKey row, RowKey key, byte[] value) {
        long size = (long) value.length + key.bytes().length + RECORD_OVERHEAD_BYTES;
        if (size > maxRecordBytes) {
            throw new UnusableRecordException(
                    "the row %s of table %s takes %d bytes, but kafka.max_record is %d; raise it and run `sluice topics apply`, or exclude a column by tables.%s.exclude"
                            .formatted(
                                    row.identity(),
                                    row.table(),
                                    size,
                                    maxRecordBytes,
                                    row.table()));
        }
    }

    private static RowKey rowKey(ChangeKey row, HeldRow held) {
        return new RowKey(held.getTenant(), row.table(), id(row, held));
    }

    private static String id(ChangeKey row, HeldRow held) {
        return held.getId() == null ? row.identity() : held.getId();
    }
}
