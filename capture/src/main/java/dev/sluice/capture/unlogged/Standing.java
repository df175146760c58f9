package dev.sluice.capture.unlogged;

import java.util.Map;

/// How a table stands, as far as the log does not say it.
///
/// @param entry a number for its entry in the publication: another one when it was taken out and
///   put back, or the publication's options were altered; 0 while it has none
/// @param partitions the partitions that hold its rows: a number that is another one when the
///   partition's rows were replaced or it was attached anew, to what the catalog knows the
///   partition by
public record Standing(long entry, Map<Long, Long> partitions) {

    public Standing {
        partitions = Map.copyOf(partitions);
    }
}
