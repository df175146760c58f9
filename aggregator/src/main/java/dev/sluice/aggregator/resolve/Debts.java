package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.step.Memory;
import dev.sluice.record.CutReached;
import dev.sluice.record.SnapshotEnded;
import dev.sluice.record.Truncated;
import dev.sluice.wire.Records;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/// The queue of what a task owes, kept in its memory as the marks that it was incurred by.
final class Debts {

    private static final char DEBT = 'd';

    private record Entry(long number, Debt debt) {}

    private final Memory memory;
    private final Records records;
    private final Deque<Entry> queue = new ArrayDeque<>();
    private List<Sweep> sweeps = List.of();

    Debts(Memory memory, Records records) {
        this.memory = memory;
        this.records = records;
        memory.forEach(
                DEBT,
                (key, value) ->
                        queue.add(new Entry(Memory.number(key, 0), debt(records.decode(value)))));
        sweeps = pendingSweeps();
    }

    /// Enters what a mark asks for at the end of the queue.
    void add(SpecificRecord mark) {
        long number = queue.isEmpty() ? 0 : queue.getLast().number() + 1;
        queue.add(new Entry(number, debt(mark)));
        memory.put(key(number), records.encode(mark));
        sweeps = pendingSweeps();
    }

    /// The oldest, or null if nothing is owed.
    @Nullable Debt first() {
        return queue.isEmpty() ? null : queue.getFirst().debt();
    }

    /// Strikes the oldest.
    void removeFirst() {
        memory.forget(key(queue.removeFirst().number()));
        sweeps = pendingSweeps();
    }

    /// The sweeps among them whose mark came before a sequence was given, in order.
    List<Sweep> sweepsBefore(long sequence) {
        if (sweeps.isEmpty()) {
            return sweeps;
        }
        return sweeps.stream().filter(sweep -> sweep.cause().sequence() < sequence).toList();
    }

    private List<Sweep> pendingSweeps() {
        List<Sweep> pending = new ArrayList<>();
        for (Entry entry : queue) {
            if (entry.debt() instanceof Debt.Sweeping sweeping) {
                pending.add(sweeping.sweep());
            }
        }
        return List.copyOf(pending);
    }

    private static Debt debt(SpecificRecord mark) {
        return switch (mark) {
            case CutReached cut -> new Debt.Marking(cut);
            case Truncated truncated -> new Debt.Sweeping(Sweep.of(truncated));
            case SnapshotEnded ended -> new Debt.Sweeping(Sweep.of(ended));
            default -> throw new IllegalArgumentException(mark.getSchema().getName());
        };
    }

    private static Bytes key(long number) {
        return Memory.key(DEBT, number);
    }
}
