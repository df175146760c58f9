package dev.sluice.aggregator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// One reading of a table beside the stream, as capture does it: chunk by chunk by key; a row of a
/// chunk that changed before the chunk goes out is asked for again, and so is a row that took
/// another key, since the reading may have passed that.
final class TableReading {

    private static final int CHUNK = 3;

    private final String table;
    private final boolean first;
    private final boolean conditional;
    private final CaptureStub capture;
    private final SourceTables source;
    private final TreeSet<Long> left = new TreeSet<>();
    private final List<Long> chunk = new ArrayList<>();
    private final Set<Long> changed = new HashSet<>();
    private boolean begun;
    private long epoch;

    /// @param first whether the table was never read before
    /// @param conditional whether only rows of even keys are read
    TableReading(
            String table,
            boolean first,
            boolean conditional,
            CaptureStub capture,
            SourceTables source) {
        this.table = table;
        this.first = first;
        this.conditional = conditional;
        this.capture = capture;
        this.source = source;
        capture.readingPending(table, first ? 0 : Math.max(1, capture.version(table)));
    }

    String table() {
        return table;
    }

    boolean isFirst() {
        return first;
    }

    /// @return whether the reading is over
    boolean step() {
        if (!begun) {
            begin();
        } else if (!chunk.isEmpty()) {
            send();
        } else if (!left.isEmpty()) {
            ask();
        } else {
            if (!conditional) {
                source.tellEnd(table, epoch);
            }
            capture.readingOver(table);
            return true;
        }
        return false;
    }

    /// Capture began anew.
    void restart() {
        begun = false;
    }

    void changed(Oracle.Place from, Oracle.Place to) {
        if (begun && from.table().equals(table)) {
            changed.add(from.id());
            changed.add(to.id());
            if (!from.equals(to)) {
                left.add(to.id());
            }
        }
    }

    void truncated() {
        changed.addAll(chunk);
    }

    private void begin() {
        begun = true;
        left.clear();
        chunk.clear();
        for (Oracle.Place place : source.places(table)) {
            if (!conditional || place.id() % 2 == 0) {
                left.add(place.id());
            }
        }
        epoch = capture.snapshotBegan(table);
    }

    private void ask() {
        changed.clear();
        for (Iterator<Long> ids = left.iterator(); ids.hasNext() && chunk.size() < CHUNK; ) {
            chunk.add(ids.next());
            ids.remove();
        }
        chunk.removeIf(id -> !source.has(new Oracle.Place(table, id)));
    }

    private void send() {
        for (long id : chunk) {
            Oracle.Place place = new Oracle.Place(table, id);
            if (!changed.contains(id)) {
                source.tellRead(place);
            } else if (source.has(place)) {
                left.add(id);
            }
        }
        chunk.clear();
    }
}
