package dev.sluice.capture;

import dev.sluice.capture.definition.Layouts;
import dev.sluice.capture.definition.SourceCatalog;
import dev.sluice.capture.reading.NewTables;
import dev.sluice.capture.source.PreparedSource;
import dev.sluice.capture.source.SourceSetup;
import dev.sluice.capture.stream.ChangeStream;
import dev.sluice.capture.stream.Definitions;
import dev.sluice.capture.write.StoredState;
import dev.sluice.record.SnapshotState;
import dev.sluice.record.SourceOffset;
import java.sql.SQLException;
import java.util.Map;

/// What a term starts from: the topics' state, and the source made ready for it.
///
/// @param offset where the term goes on
/// @param definitions those published
/// @param layouts what the log may bring
/// @param catalog the fingerprint of the catalog that the tables are as in
record TermStart(
        PreparedSource source,
        SourceOffset offset,
        Definitions definitions,
        Layouts layouts,
        String catalog) {

    /// Makes the source ready.
    ///
    /// @param stands where capture stands
    static TermStart prepare(CaptureConfig config, StoredState stored, SourceOffset stands)
            throws SQLException {
        SourceCatalog catalog = new SourceCatalog(config.source(), config.tables());
        String fingerprint = catalog.fingerprint();
        PreparedSource source = new SourceSetup(config.source(), config.tables()).prepare(stands);
        Definitions definitions = new Definitions();
        stored.definitions().forEach(definitions::published);
        SourceOffset.Builder offset =
                SourceOffset.newBuilder(
                                source.lost().isPresent()
                                        ? ChangeStream.readingAgain(stands)
                                        : stands)
                        .setHistory(source.history());
        boolean reads = offset.getSnapshot() == SnapshotState.RUNNING;
        if (!reads) {
            offset.setReadings(
                    NewTables.enter(
                            offset.getReadings(),
                            source.tables().keySet(),
                            definitions.last().keySet()));
        }
        Layouts layouts =
                catalog.layouts(source.tables().values(), reads ? Map.of() : definitions.last());
        definitions.filled(layouts.filled());
        return new TermStart(source, offset.build(), definitions, layouts, fingerprint);
    }

    /// Whether all tables are about to be read.
    boolean reads() {
        return offset.getSnapshot() == SnapshotState.RUNNING;
    }
}
