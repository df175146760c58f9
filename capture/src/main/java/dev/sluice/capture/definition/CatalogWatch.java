package dev.sluice.capture.definition;

import dev.sluice.capture.source.LogMessages;
import dev.sluice.config.TablesConfig;
import java.sql.Connection;
import java.sql.SQLException;

/// Notices that captured tables were altered, though no row follows, and says so in the log: what
/// comes before the message was written before the alteration was seen. Not thread-safe.
public final class CatalogWatch {

    private final TablesConfig selection;
    private String said;

    /// @param known the catalog that capture works with; another is announced
    public CatalogWatch(TablesConfig selection, String known) {
        this.selection = selection;
        this.said = known;
    }

    /// Looks at the catalog, and announces it once if it is another.
    public void look(Connection connection) throws SQLException {
        String now = Fingerprint.read(connection, selection);
        if (!now.equals(said)) {
            LogMessages.write(connection, LogMessages.CATALOG, now);
            said = now;
        }
    }
}
