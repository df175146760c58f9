package dev.sluice.publisher.file;

import dev.sluice.publisher.gzip.FileSums;
import dev.sluice.publisher.scratch.Spool.Slice;
import dev.sluice.record.FileColumn;
import java.util.List;

/// A table's file, finished, in a spool.
///
/// @param table the table's name
/// @param columns in order
/// @param rows how many live rows
/// @param deletions how many deleted ones
/// @param sums sizes and SHA-256
/// @param slice where its gzip lies
public record BuiltFile(
        String table,
        List<FileColumn> columns,
        long rows,
        long deletions,
        FileSums sums,
        Slice slice) {

    public BuiltFile {
        columns = List.copyOf(columns);
    }
}
