package dev.sluice.aggregator.compact;

import dev.sluice.aggregator.step.Memory;
import dev.sluice.aggregator.step.Outlet;
import dev.sluice.aggregator.step.Routed;
import dev.sluice.aggregator.step.RowHeader;
import dev.sluice.aggregator.step.Step;
import dev.sluice.aggregator.step.UnusableRecordException;
import dev.sluice.key.MarkKey;
import dev.sluice.key.RowKey;
import dev.sluice.record.CutReached;
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
    private record Task(Upstreams upstreams, Window window, Cuts cuts, Closing closing) {}

    CompactStep(Compact.Settings settings) {
        this.settings = settings;
    }

    @Override
    protected void begin(ProcessorContext<byte[], Routed> context) {
        Memory memory = new Memory(context.getStateStore(Compact.MEMORY));
        Window window = new Window(context.getStateStore(Compact.WINDOW), headers);
        task =
                new Task(
                        new Upstreams(memory, settings.partitions()),
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
            row(Objects.requireNonNull(key), headers.read(value));
        }
        // The null after a deletion says nothing that the deletion did not.
    }

    private void row(byte[] key, RowHeader row) {
        task().upstreams().row(row.upstream(), row.since());
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
        if (next != null && task().upstreams().allReached(next) && task().closing().goOn(next)) {
            task().cuts().close(next);
        }
    }

    private Task task() {
        return Objects.requireNonNull(task, "begin() comes first");
    }
}
