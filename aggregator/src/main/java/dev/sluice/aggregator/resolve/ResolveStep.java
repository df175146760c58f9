package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.state.HandOver;
import dev.sluice.aggregator.step.Memory;
import dev.sluice.aggregator.step.Outlet;
import dev.sluice.aggregator.step.Routed;
import dev.sluice.aggregator.step.Step;
import dev.sluice.aggregator.step.UnusableRecordException;
import dev.sluice.record.Change;
import dev.sluice.record.CutReached;
import dev.sluice.record.Operation;
import dev.sluice.record.SnapshotBegan;
import dev.sluice.record.SnapshotEnded;
import dev.sluice.record.Truncated;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jspecify.annotations.Nullable;

/// One task of resolve: reads one partition of `changes` and what other tasks hand over to it.
///
/// What can be done at once is done at once. Two things cannot: a sweep over many rows, and a
/// change that needs what another task holds. Both are *owed*; marks of cuts queue behind them,
/// everything else goes on and carries the window that it belongs to.
final class ResolveStep extends Step {

    private final Resolve.Settings settings;
    private @Nullable Task task;

    /// What a task works with from one start to the next.
    private record Task(
            Inflow inflow, Rows rows, RowsOut out, Waiting waiting, Debts debts, Sweeper sweeper) {}

    ResolveStep(Resolve.Settings settings) {
        this.settings = settings;
    }

    @Override
    protected void begin(ProcessorContext<byte[], Routed> context) {
        Memory memory = new Memory(context.getStateStore(Resolve.MEMORY));
        HeldRows held = new HeldRows(context.getStateStore(Resolve.HELD));
        RowsOut out =
                new RowsOut(
                        memory,
                        new Outlet(context, Resolve.TO_ROWS),
                        records(),
                        context.taskId().partition(),
                        settings.partitions());
        Rows rows =
                new Rows(
                        held,
                        out,
                        new HandOvers(
                                new Outlet(context, Resolve.TO_HAND_OVERS), settings.partitions()),
                        new Completion(
                                new OmittableCells(
                                        new KnownDefinitions(
                                                context.getStateStore(Resolve.DEFINITIONS),
                                                records()))),
                        records(),
                        settings.maxRecordBytes());
        Waiting waiting = new Waiting(context.getStateStore(Resolve.WAITING), records());
        task =
                new Task(
                        new Inflow(memory),
                        rows,
                        out,
                        waiting,
                        new Debts(memory, records()),
                        new Sweeper(memory, held, rows, waiting, settings.sliceRows()));
    }

    @Override
    protected void handle(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        if (topic.equals(settings.handOversTopic())) {
            handedOver(Bytes.wrap(Objects.requireNonNull(key)), Objects.requireNonNull(value));
            return;
        }
        SpecificRecord record = decode(value);
        switch (record) {
            case Change change -> change(key, change);
            case CutReached cut -> {
                task().inflow().cut(cut);
                owe(cut);
            }
            case Truncated truncated -> {
                task().inflow().mark(truncated.getSince());
                owe(truncated);
            }
            case SnapshotEnded ended -> {
                task().inflow().mark(ended.getSince());
                owe(ended);
            }
            // Its epoch comes with the rows that it reads.
            case SnapshotBegan began -> task().inflow().mark(began.getSince());
            default ->
                    throw new UnusableRecordException(
                            "a %s does not belong here".formatted(record.getSchema().getName()));
        }
    }

    private void change(byte @Nullable [] keyBytes, Change change) {
        if (keyBytes == null) {
            throw new UnusableRecordException("a change must have a key");
        }
        Bytes key = Bytes.wrap(keyBytes);
        task().inflow().change(change.getSince());
        if (task().waiting().has(key) || !apply(key, change)) {
            task().waiting().add(key, change);
        }
    }

    private void handedOver(Bytes key, byte[] value) {
        HandOver handOver = StateCodec.handOver(value);
        task().waiting().keep(key, handOver, value);
        for (Change change = task().waiting().first(key);
                change != null && apply(key, change);
                change = task().waiting().first(key)) {
            task().waiting().remove(key, change);
        }
        sweepBefore(key, task().waiting().firstSequence(key));
        settle();
    }

    /// Applies a change, unless it needs what has not been handed over yet.
    private boolean apply(Bytes key, Change change) {
        HandOver handOver = null;
        if (change.getOperation() != Operation.DELETE && change.getCounterpart() != null) {
            handOver = task().waiting().take(key, change.getCounterpart(), change.getSequence());
            if (handOver == null) {
                return false;
            }
        }
        sweepBefore(key, change.getSequence());
        task().rows().apply(key, change, handOver);
        return true;
    }

    private void sweepBefore(Bytes key, long sequence) {
        List<Sweep> sweeps = task().debts().sweepsBefore(sequence);
        if (!sweeps.isEmpty()) {
            task().rows().sweep(key, sweeps);
        }
    }

    private void owe(SpecificRecord mark) {
        boolean first = task().debts().first() == null;
        task().debts().add(mark);
        if (first) {
            goOn();
        }
    }

    @Override
    protected void goOn() {
        if (task().debts().first() instanceof Debt.Sweeping sweeping
                && !task().sweeper().isOver(sweeping.sweep())) {
            task().sweeper().slice(sweeping.sweep());
        }
        settle();
    }

    /// Strikes the debts that are paid. A change from before a mark that still waits keeps its cut
    /// open, and a sweep: when its turn comes, the sweep may delete it.
    private void settle() {
        for (Debt debt = task().debts().first();
                debt != null && isPaid(debt);
                debt = task().debts().first()) {
            task().debts().removeFirst();
            switch (debt) {
                case Debt.Marking marking -> task().out().cut(marking.mark());
                case Debt.Sweeping _ -> task().sweeper().reset();
            }
        }
    }

    private boolean isPaid(Debt debt) {
        return !task().waiting().anyUpTo(debt.sequence())
                && switch (debt) {
                    case Debt.Marking _ -> true;
                    case Debt.Sweeping sweeping -> task().sweeper().isOver(sweeping.sweep());
                };
    }

    private Task task() {
        return Objects.requireNonNull(task, "begin() comes first");
    }
}
