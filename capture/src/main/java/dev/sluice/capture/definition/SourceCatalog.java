package dev.sluice.capture.definition;

import dev.sluice.capture.source.Catalog;
import dev.sluice.capture.source.SourceConnections;
import dev.sluice.capture.source.SourceException;
import dev.sluice.capture.source.SourceTable;
import dev.sluice.config.SourceConfig;
import dev.sluice.config.TablesConfig;
import dev.sluice.record.TableDefinition;
import dev.sluice.table.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks the source's catalog about captured tables, each time by a connection of its own.
public final class SourceCatalog {

    private final SourceConfig settings;
    private final TablesConfig selection;

    public SourceCatalog(SourceConfig settings, TablesConfig selection) {
        this.settings = settings;
        this.selection = selection;
    }

    /// What the catalog is at this moment. Of tables that are read from it afterwards it is known
    /// whether they were altered since.
    public String fingerprint() throws SQLException {
        try (Connection connection = SourceConnections.open(settings)) {
            return Fingerprint.read(connection, selection);
        }
    }

    /// What the log may bring of tables.
    ///
    /// @param published the last definition of each table that has one
    public Layouts layouts(
            Collection<SourceTable> tables, Map<TableName, TableDefinition> published)
            throws SQLException {
        try (Connection connection = SourceConnections.open(settings)) {
            return Layouts.of(
                    tables,
                    ColumnCatalog.read(connection, tables),
                    published,
                    TypeNames.read(connection, published.values()));
        }
    }

    /// The tables as they are, if the catalog still is what a message in the log announced.
    ///
    /// @param announced the fingerprint in the message
    /// @throws SourceException if a person has to mend a table, or what the configuration says of
    ///   it
    public Optional<Layouts> ifStill(String announced) throws SQLException {
        try (Connection connection = SourceConnections.open(settings)) {
            if (!Fingerprint.read(connection, selection).equals(announced)) {
                return Optional.empty();
            }
            List<String> mistakes = new ArrayList<>();
            Collection<SourceTable> tables = Catalog.read(connection, selection, mistakes).values();
            ColumnCatalog columns = ColumnCatalog.read(connection, tables);
            if (!Fingerprint.read(connection, selection).equals(announced)) {
                return Optional.empty();
            }
            if (!mistakes.isEmpty()) {
                throw new SourceException(String.join("\n", mistakes));
            }
            return Optional.of(
                    Layouts.of(tables, columns, Map.of(), TypeNames.read(connection, List.of())));
        }
    }
}
