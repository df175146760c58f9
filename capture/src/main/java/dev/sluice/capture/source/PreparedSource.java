package dev.sluice.capture.source;

import dev.sluice.table.TableName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The source, ready for the engine.
///
/// @param tables the captured tables
/// @param history what `offsets` notes of the history that positions belong to
/// @param lost why the log cannot be followed from where capture stands, so that everything has to
///   be read again; nothing if it can
public record PreparedSource(
        Map<TableName, SourceTable> tables, String history, Optional<String> lost) {

    public PreparedSource {
        tables = Collections.unmodifiableMap(new LinkedHashMap<>(tables));
    }
}
