package dev.sluice.publisher.incremental;

import dev.sluice.publisher.file.BuiltFile;
import java.util.List;
import java.util.Map;

/// The incremental files of a window.
///
/// @param files by tenant (the tenant column's text), in the order of `deltas`; a tenant without
///   changes is missing
public record WindowFiles(Map<String, List<BuiltFile>> files) {

    /// The files of a tenant.
    public List<BuiltFile> of(String tenant) {
        return files.getOrDefault(tenant, List.of());
    }
}
