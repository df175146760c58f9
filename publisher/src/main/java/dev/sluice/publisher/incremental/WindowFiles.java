package dev.sluice.publisher.incremental;

import dev.sluice.publisher.file.BuiltFile;
import dev.sluice.record.SkippedRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The incremental files of a window.
///
/// @param files by tenant (the tenant column's text), in the order of `deltas`; a tenant without
///   changes is missing
/// @param skipped records that were skipped, and whose rows no later delta tells
/// @param untold of the rows that were untold before, the keys of those that no delta tells
public record WindowFiles(
        Map<String, List<BuiltFile>> files, List<SkippedRecord> skipped, Set<String> untold) {

    /// No files, for a window that nobody receives.
    public static final WindowFiles NONE = new WindowFiles(Map.of(), List.of(), Set.of());

    /// The files of a tenant.
    public List<BuiltFile> of(String tenant) {
        return files.getOrDefault(tenant, List.of());
    }
}
