package dev.sluice.capture.source;

import dev.sluice.config.SourceConfig;
import dev.sluice.config.TablesConfig;
import dev.sluice.record.SnapshotState;
import dev.sluice.record.SourceOffset;
import dev.sluice.table.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the source ready before the engine starts: checks what only an administrator can mend, all
/// of it at once, reads the catalog, finds out whether the log goes on where capture stands, keeps
/// the publication to exactly the captured tables.
public final class SourceSetup {

    private final SourceConfig settings;
    private final TablesConfig selection;

    public SourceSetup(SourceConfig settings, TablesConfig selection) {
        this.settings = settings;
        this.selection = selection;
    }

    /// Checks and prepares the source. Where everything is to be read, the slot goes: the engine
    /// makes a new one, whose beginning is what the snapshot shows.
    ///
    /// @param offset where capture stands
    /// @throws SourceException if a person has to mend something
    /// @throws SQLException if the source cannot be asked just now
    public PreparedSource prepare(SourceOffset offset) throws SQLException {
        try (Connection connection = SourceConnections.open(settings)) {
            Slot slot = Slot.read(connection, settings.slot());
            Publication publication = new Publication(settings.slot());
            Map<TableName, SourceTable> tables = check(connection, slot, publication);
            boolean reads = offset.getSnapshot() == SnapshotState.RUNNING;
            Optional<String> lost =
                    reads
                            ? Optional.empty()
                            : History.read(connection, settings.slot())
                                    .breakSince(offset.getHistory())
                                    .or(() -> slot.breakSince(offset));
            publication.set(connection, tables.keySet());
            if (reads || lost.isPresent()) {
                slot.drop(connection);
            }
            String history = History.read(connection, settings.slot()).toString();
            return new PreparedSource(tables, history, lost);
        }
    }

    /// The captured tables, if nothing has to be mended.
    private Map<TableName, SourceTable> check(
            Connection connection, Slot slot, Publication publication) throws SQLException {
        ServerRequirements.checkVersion(connection);
        List<String> mistakes = new ArrayList<>();
        new ServerRequirements(connection, mistakes).check(slot);
        int ofServer = mistakes.size();
        Map<TableName, SourceTable> tables = Catalog.read(connection, selection, mistakes);
        boolean known = mistakes.size() == ofServer;
        TableRights rights = new TableRights(connection, mistakes);
        for (SourceTable table : tables.values()) {
            rights.check(table);
        }
        if (known) {
            // Otherwise the SQL would name too few tables.
            publication.checkRights(connection, tables.keySet(), mistakes);
        }
        if (!mistakes.isEmpty()) {
            throw new SourceException(String.join("\n", mistakes));
        }
        return tables;
    }
}
