package dev.sluice.aggregator.metric;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToLongFunction;

/// The tasks that this process has, and the numbers that each shows of itself. Thread-safe.
public final class Tasks {

    private final ConcurrentMap<Place, Task> live = new ConcurrentHashMap<>();

    /// Which task.
    ///
    /// @param step `resolve` or `compact`
    /// @param partition of the topic that the step reads
    public record Place(String step, int partition) {}

    /// A task begins, in place of an earlier one of the same place.
    public Task begin(String step, int partition) {
        Place place = new Place(step, partition);
        Task task = new Task(place);
        live.put(place, task);
        return task;
    }

    /// A task ends.
    public void end(Task task) {
        live.remove(task.place, task);
    }

    /// The tasks there are.
    Iterable<Task> live() {
        return live.values();
    }

    /// A number of all tasks together.
    long sum(ToLongFunction<Task> number) {
        return live.values().stream().mapToLong(number).sum();
    }

    /// What one task shows. Written by its thread, read by any.
    public static final class Task {

        private final Place place;
        private final Map<String, Long> openRows = new ConcurrentHashMap<>();
        private volatile long handledAt;
        private volatile int waiting;

        private Task(Place place) {
            this.place = place;
        }

        /// A record was handled.
        ///
        /// @param writtenAt when the broker took it, in milliseconds since 1970
        public void handled(long writtenAt) {
            handledAt = writtenAt;
        }

        /// So many changes wait.
        public void waiting(int changes) {
            waiting = changes;
        }

        /// A row that was not in an open window is in one now.
        ///
        /// @param tenant the tenant column's value
        public void opened(String tenant) {
            openRows.merge(tenant, 1L, Long::sum);
        }

        /// A row has left an open window.
        public void closed(String tenant) {
            openRows.computeIfPresent(tenant, (_, rows) -> rows == 1 ? null : rows - 1);
        }

        Place place() {
            return place;
        }

        /// When the last record that was handled was written; nothing before the first.
        Optional<Long> handledAt() {
            return handledAt == 0 ? Optional.empty() : Optional.of(handledAt);
        }

        int waiting() {
            return waiting;
        }

        long openRows(String tenant) {
            return openRows.getOrDefault(tenant, 0L);
        }

        long openRows() {
            return openRows.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
