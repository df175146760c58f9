package dev.sluice.publisher.full;

import dev.sluice.cut.Cut;
import dev.sluice.key.MarkKey;
import dev.sluice.publisher.csv.CsvBuffer;
import dev.sluice.publisher.full.Groups.Group;
import dev.sluice.publisher.kafka.PartitionReader;
import dev.sluice.publisher.kafka.Unreadable;
import dev.sluice.publisher.row.RowView;
import dev.sluice.publisher.skip.OperatorSkips;
import dev.sluice.publisher.skip.UntoldRows;
import dev.sluice.publisher.sort.RowSort;
import dev.sluice.record.CutReached;
import dev.sluice.record.SkippedRecord;
import dev.sluice.topic.DeletionHeaders;
import dev.sluice.wire.Records;
import dev.sluice.wire.UnreadableRecordException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One pass over a partition of `rows`, from its beginning until every upstream has reached the
/// cut.
///
/// `rows` holds versions of many windows side by side, and what follows the cut besides. A version
/// is in cut C exactly if its `since` is less than C, wherever it stands; and when every upstream
/// partition has sent the mark of C, no such version can follow.
///
/// Used once; not thread-safe.
final class RowsPass {

    private static final Logger LOG = LoggerFactory.getLogger(RowsPass.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Groups groups;
    private final RowSort sort;
    private final Cut cut;
    private final Clock clock;
    private final UpstreamCounts counts;
    private final OperatorSkips skips;
    private final UntoldRows untold = new UntoldRows(List.of());
    private final Records records = new Records();
    private final RowView row = new RowView();
    private final CsvBuffer line = new CsvBuffer();

    /// @param groups the files that are wanted
    /// @param sort takes their lines
    /// @param skips tells which rows that cannot be read are to be passed
    RowsPass(Groups groups, RowSort sort, Cut cut, OperatorSkips skips, Clock clock) {
        this.groups = groups;
        this.sort = sort;
        this.cut = cut;
        this.skips = skips;
        this.clock = clock;
        this.counts = new UpstreamCounts(clock);
    }

    /// Reads them.
    ///
    /// @return the records that were skipped, and whose rows no later one tells
    List<SkippedRecord> run(PartitionReader reader) throws IOException, InterruptedException {
        Instant quietSince = clock.instant();
        while (!counts.isComplete()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            List<ConsumerRecord<byte[], byte[]>> batch = reader.poll();
            for (ConsumerRecord<byte[], byte[]> record : batch) {
                take(record);
            }
            if (!batch.isEmpty()) {
                quietSince = clock.instant();
            } else if (clock.instant().isAfter(quietSince.plus(PATIENCE))) {
                LOG.atWarn()
                        .addKeyValue("cut", cut)
                        .addKeyValue("missing", counts.missing())
                        .log("A rebuild waits for marks in rows");
                quietSince = clock.instant();
            }
        }
        return untold.skipped();
    }

    private void take(ConsumerRecord<byte[], byte[]> record)
            throws IOException, InterruptedException {
        if (MarkKey.isMark(record.key())) {
            mark(record);
            return;
        }
        try {
            if (record.value() == null) {
                deletion(record);
            } else if (readHead(record)) {
                row(record);
            }
        } catch (IllegalArgumentException | UnreadableRecordException e) {
            untold.skip(skips.pass(record, Unreadable.of(record, e)));
        }
    }

    private void mark(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() != null
                && Unreadable.decode(records, record) instanceof CutReached mark) {
            try {
                counts.mark(mark, cut.epochSecond());
            } catch (IllegalArgumentException e) {
                throw Unreadable.of(record, e);
            }
        }
    }

    /// Reads and counts a row version, or counts it as one that was skipped.
    private boolean readHead(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        try {
            row.readHead(record.value());
        } catch (IllegalArgumentException | UnreadableRecordException e) {
            untold.skip(skips.pass(record, Unreadable.of(record, e)));
            counts.unreadable();
            return false;
        }
        counts.add(row.upstream(), row.since());
        return true;
    }

    private void row(ConsumerRecord<byte[], byte[]> record)
            throws IOException, InterruptedException {
        Group group = row.since() < cut.epochSecond() ? groups.of(record.key()) : null;
        if (group == null) {
            return;
        }
        if (row.isDeletion()) {
            sort.addDeletion(group.number(), row.sortKey(), row.sequence());
        } else {
            row.readCells();
            line.clear();
            group.lines().live(row, line);
            sort.add(group.number(), row.sortKey(), row.sequence(), line.bytes(), line.length());
        }
        untold.tell(record.key());
    }

    /// The null that follows a deletion, which compaction may have left alone.
    private void deletion(ConsumerRecord<byte[], byte[]> record)
            throws IOException, InterruptedException {
        DeletionHeaders headers = DeletionHeaders.of(record.headers());
        Group group = headers.since() < cut.epochSecond() ? groups.of(record.key()) : null;
        if (group != null) {
            sort.addDeletion(group.number(), headers.sortKey(), headers.sequence());
            untold.tell(record.key());
        }
    }
}
