package dev.sluice.aggregator.compact;

import dev.sluice.aggregator.step.Memory;
import dev.sluice.aggregator.step.Outlet;
import dev.sluice.aggregator.step.Routed;
import dev.sluice.aggregator.step.RowHeader;
import dev.sluice.aggregator.step.Skips;
import dev.sluice.aggregator.step.Step;
import dev.sluice.aggregator.step.UnusableRecordException;
import dev.sluice.key.MarkKey;
import dev.sluice.key.RowKey;
import dev.sluice.record.CutReached;
import dev.sluice.wire.UnreadableRecordException;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// One task of compact: reads one partition of `rows`, with all rows of its tenants.
final class CompactStep extends Step {

    private final Compact.Settings settings;
    private final RowHeader.Reader headers = new RowHeader.Reader(records());
    private @Nullable Task task;

    /// What a task works with from one start to the next.
    private record Task(
            Upstreams upstreams, Skips skips, Window window, Cuts cuts, Closing closing) {}

    CompactStep(Compact.Settings settings) {
        super(Compact.NAME, settings.skipped(), settings.tasks());
        this.settings = settings;
    }

    @Override
    protected void begin(ProcessorContext<byte[], Routed> context) {
        Memory memory = new Memory(context.getStateStore(Compact.MEMORY));
        Window window = new Window(context.getStateStore(Compact.WINDOW), headers, shown());
        task =
                new Task(
                        new Upstreams(memory, settings.partitions()),
                        new Skips(memory, records()),
                        window,
                        new Cuts(memory, records()),
                        new Closing(
                                memory,
                                window,
                                new Outlet(context, Compact.TO_DELTAS),
                                records(),
                                context.taskId().partition(),
                                new Closing.Slice(settings.sliceRows(), settings.sliceBytes())));
    }

    @Override
    protected void handle(RecordMetadata place, byte @Nullable [] key, byte @Nullable [] value) {
        if (MarkKey.isMark(key)) {
            mark(value);
        } else if (value != null) {
            row(place, Objects.requireNonNull(key), value);
        }
        // The null after a deletion says nothing that the deletion did not.
    }

    private void row(RecordMetadata place, byte[] key, byte[] value) {
        RowHeader row;
        try {
            row = headers.read(value);
        } catch (UnreadableRecordException | UnusableRecordException e) {
            task().skips().add(pass(place.topic(), place.partition(), place.offset(), key, e));
            task().upstreams().unreadable();
            return;
        }
        task().upstreams().row(row.upstream(), row.since());
        task().skips().heal(key, row.since());
        if (row.since() != 0 && RowKey.hasTenant(key)) {
            task().window().put(key, row);
        }
    }

    private void mark(byte @Nullable [] value) {
        if (!(decode(value) instanceof CutReached cut)) {
            throw new UnusableRecordException("a record with a mark's key is no CutReached");
        }
        task().upstreams().mark(cut);
        task().cuts().mark(cut);
        goOn();
    }

    /// Closes the next cut if it is complete, by one slice.
    @Override
    protected void goOn() {
        CutReached next = task().cuts().next();
        if (next != null
                && task().upstreams().allReached(next)
                && task().closing().goOn(next, task().skips())) {
            task().cuts().close(next);
        }
    }

    private Task task() {
        return Objects.requireNonNull(task, "begin() comes first");
    }
}
