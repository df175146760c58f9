package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.state.HandOver;
import dev.sluice.aggregator.step.Memory;
import dev.sluice.aggregator.step.Outlet;
import dev.sluice.aggregator.step.Routed;
import dev.sluice.aggregator.step.Skips;
import dev.sluice.aggregator.step.Step;
import dev.sluice.aggregator.step.StoppedException;
import dev.sluice.aggregator.step.UnusableRecordException;
import dev.sluice.record.Change;
import dev.sluice.record.CutReached;
import dev.sluice.record.Operation;
import dev.sluice.record.SnapshotBegan;
import dev.sluice.record.SnapshotEnded;
import dev.sluice.record.Truncated;
import dev.sluice.wire.UnreadableRecordException;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// One task of resolve: reads one partition of `changes` and what other tasks hand over to it.
///
/// What can be done at once is done at once. Some things cannot: a sweep over many rows, and a
/// change that needs what another task holds or a definition that has not come yet. They are
/// *owed*; marks of cuts queue behind them, everything else goes on and carries the window that it
/// belongs to.
final class ResolveStep extends Step {

    private final Resolve.Settings settings;
    private @Nullable Task task;

    /// What a task works with from one start to the next.
    private record Task(
            int partition,
            Inflow inflow,
            Skips skips,
            UnknownCells unknown,
            AwaitedDefinitions awaited,
            Rows rows,
            RowsOut out,
            Waiting waiting,
            Debts debts,
            Sweeper sweeper) {}

    ResolveStep(Resolve.Settings settings) {
        super(Resolve.NAME, settings.skipped(), settings.tasks());
        this.settings = settings;
    }

    @Override
    protected void begin(ProcessorContext<byte[], Routed> context) {
        Memory memory = new Memory(context.getStateStore(Resolve.MEMORY));
        HeldRows held = new HeldRows(context.getStateStore(Resolve.HELD));
        Skips skips = new Skips(memory, records());
        RowsOut out =
                new RowsOut(
                        memory,
                        new Outlet(context, Resolve.TO_ROWS),
                        records(),
                        context.taskId().partition(),
                        settings.partitions());
        Definitions definitions =
                new KnownDefinitions(context.getStateStore(Resolve.DEFINITIONS), records());
        AwaitedDefinitions awaited =
                new AwaitedDefinitions(definitions, context::currentSystemTimeMs);
        UnknownCells unknown = new UnknownCells(memory, held);
        Rows rows =
                new Rows(
                        held,
                        unknown,
                        new RowWriter(out, records(), settings.maxRecordBytes()),
                        new HandOvers(
                                new Outlet(context, Resolve.TO_HAND_OVERS), settings.partitions()),
                        new Completion(new OmittableCells(definitions), awaited));
        Waiting waiting = new Waiting(context.getStateStore(Resolve.WAITING), records(), shown());
        task =
                new Task(
                        context.taskId().partition(),
                        new Inflow(memory),
                        skips,
                        unknown,
                        awaited,
                        rows,
                        out,
                        waiting,
                        new Debts(memory, records()),
                        new Sweeper(memory, held, rows, waiting, settings.sliceRows()));
    }

    @Override
    protected void handle(RecordMetadata place, byte @Nullable [] key, byte @Nullable [] value) {
        if (place.topic().equals(settings.handOversTopic())) {
            handedOver(Bytes.wrap(Objects.requireNonNull(key)), Objects.requireNonNull(value));
            return;
        }
        SpecificRecord record;
        try {
            record = decode(value);
        } catch (UnreadableRecordException e) {
            task().skips().add(pass(place.topic(), place.partition(), place.offset(), key, e));
            task().inflow().unreadable();
            return;
        }
        switch (record) {
            case Change change -> change(key, change, place.offset());
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

    private void change(byte @Nullable [] keyBytes, Change change, long offset) {
        if (keyBytes == null) {
            throw new UnusableRecordException("a change must have a key");
        }
        Bytes key = Bytes.wrap(keyBytes);
        task().inflow().change(change.getSince());
        if (task().waiting().has(key) || !applyOrPass(key, change, offset)) {
            task().waiting().add(key, change, offset);
        }
    }

    private void handedOver(Bytes key, byte[] value) {
        task().waiting().keep(key, StateCodec.handOver(value), value);
        applyWaiting(key);
        settle();
    }

    /// Applies the changes of a row that wait, as far as it goes.
    private void applyWaiting(Bytes key) {
        Waiting.Entry first = task().waiting().first(key);
        while (first != null && applyOrPass(key, first.change(), first.offset())) {
            task().waiting().remove(key, first.change());
            first = task().waiting().first(key);
        }
        sweepBefore(key, task().waiting().firstSequence(key));
    }

    /// Applies a change, or goes past it where it can not be applied and an operator said so.
    private boolean applyOrPass(Bytes key, Change change, long offset) {
        try {
            return apply(key, change);
        } catch (UnusableRecordException e) {
            String topic = settings.changesTopic();
            task().skips().add(pass(topic, task().partition(), offset, key.get(), e));
            return true;
        }
    }

    /// Applies a change, unless it needs what has not been handed over yet, or a definition that is
    /// not known yet.
    private boolean apply(Bytes key, Change change) {
        HandOver handOver = null;
        if (change.getOperation() != Operation.DELETE && change.getCounterpart() != null) {
            handOver =
                    task().waiting().handOver(key, change.getCounterpart(), change.getSequence());
            if (handOver == null) {
                return false;
            }
        }
        sweepBefore(key, change.getSequence());
        try {
            if (!task().rows().apply(key, change, handOver)) {
                return false;
            }
        } catch (UnusableRecordException e) {
            drop(key, handOver);
            throw e;
        }
        drop(key, handOver);
        if (isWhole(change)) {
            task().skips().heal(key.get(), change.getSince());
        }
        return true;
    }

    private void drop(Bytes key, @Nullable HandOver handOver) {
        if (handOver != null) {
            task().waiting().drop(key, handOver);
        }
    }

    /// Whether nothing of an earlier change shows through a change.
    private static boolean isWhole(Change change) {
        return change.getCells() == null
                ? change.getCounterpart() == null
                : OmittableCells.omitted(change.getCells()).isEmpty();
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
        if (anyDefinitionCame()) {
            task().waiting().rows().forEach(this::applyWaiting);
        }
        if (task().debts().first() instanceof Debt.Sweeping sweeping
                && !task().sweeper().isOver(sweeping.sweep())) {
            task().sweeper().slice(sweeping.sweep());
        }
        settle();
    }

    private boolean anyDefinitionCame() {
        try {
            return task().awaited().anyCame();
        } catch (UnusableRecordException e) {
            Bytes row = task().waiting().rows().getFirst();
            Waiting.Entry first = Objects.requireNonNull(task().waiting().first(row));
            throw new StoppedException(
                    settings.changesTopic(), task().partition(), first.offset(), e);
        }
    }

    /// Strikes the debts that are paid. A change from before a mark that still waits keeps its cut
    /// open, and a sweep: when its turn comes, the sweep may delete it.
    private void settle() {
        for (Debt debt = task().debts().first();
                debt != null && isPaid(debt);
                debt = task().debts().first()) {
            task().debts().removeFirst();
            switch (debt) {
                case Debt.Marking marking -> {
                    task().unknown().check(marking.mark());
                    task().out().cut(task().skips().name(marking.mark()));
                }
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
