package dev.sluice.publisher.full;

import dev.sluice.publisher.file.BuiltFile;
import dev.sluice.record.SkippedRecord;
import java.util.List;
import java.util.Map;

/// The full files of a cut.
///
/// @param files by tenant (the tenant column's text), sorted by table: one for each table that
///   there is at the cut
/// @param skipped records that were skipped, and whose rows no later one tells
public record FullFiles(Map<String, List<BuiltFile>> files, List<SkippedRecord> skipped) {

    /// No files.
    public static final FullFiles NONE = new FullFiles(Map.of(), List.of());
}
