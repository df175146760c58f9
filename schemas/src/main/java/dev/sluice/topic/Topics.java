package dev.sluice.topic;

import java.util.List;
import java.util.Objects;

/// The names of the six topics under one prefix.
///
/// @param prefix the configured prefix, e.g. `sluice`, without the dot
public record Topics(String prefix) {

    public Topics {
        Objects.requireNonNull(prefix, "prefix");
    }

    /// Committed changes: `prefix.changes`.
    public String changes() {
        return prefix + ".changes";
    }

    /// Complete row versions, compacted: `prefix.rows`.
    public String rows() {
        return prefix + ".rows";
    }

    /// The net effect of each window: `prefix.deltas`.
    public String deltas() {
        return prefix + ".deltas";
    }

    /// The ledger, compacted: `prefix.pushes`.
    public String pushes() {
        return prefix + ".pushes";
    }

    /// Where capture stands, compacted, one partition: `prefix.offsets`.
    public String offsets() {
        return prefix + ".offsets";
    }

    /// The definitions of tables, compacted, one partition: `prefix.tables`.
    public String tables() {
        return prefix + ".tables";
    }

    /// All of them.
    public List<String> all() {
        return List.of(changes(), rows(), deltas(), pushes(), offsets(), tables());
    }
}
