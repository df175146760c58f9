package dev.sluice.chaos.traffic;

import dev.sluice.cut.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All notes of a run. Thread-safe.
public final class Notes {

    private final List<Note> notes = new ArrayList<>();

    synchronized void add(Note note) {
        notes.add(note);
    }

    /// What the database had at a cut. Nothing is known of a scheduled cut that fell into a
    /// transaction, which happens when the database stood still in it.
    ///
    /// @param requests the requests that the cut answers; none if it was scheduled
    public synchronized Optional<Note> at(Cut cut, Set<String> requests) {
        return notes.stream()
                .filter(note ->
                        requests.isEmpty()
                                ? note.holdsAt(cut.instant())
                                : requests.contains(note.request()))
                .reduce((a, b) -> b);
    }

    /// The first one.
    public synchronized Note first() {
        return notes.getFirst();
    }

    /// The last one.
    public synchronized Note last() {
        return notes.getLast();
    }
}
