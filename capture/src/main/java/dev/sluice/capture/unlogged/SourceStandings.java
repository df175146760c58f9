package dev.sluice.capture.unlogged;

import dev.sluice.capture.source.Heartbeat;
import dev.sluice.capture.source.Publication;
import dev.sluice.capture.source.SourceConnections;
import dev.sluice.config.SourceConfig;
import dev.sluice.table.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the source how the captured tables stand: at each heartbeat, by its thread and connection,
/// and by a connection of its own when the stream wants to know.
public final class SourceStandings implements Standings, Heartbeat.Lookout {

    private static final Logger LOG = LoggerFactory.getLogger(SourceStandings.class);

    private final SourceConfig settings;
    private final Collection<TableName> tables;
    private final Runnable onBreak;
    private final AtomicReference<@Nullable Map<TableName, Standing>> news =
            new AtomicReference<>();
    private Map<TableName, Standing> seen = Map.of();

    /// @param tables those captured
    /// @param onBreak called by the heartbeat's thread when the publication no longer names them
    public SourceStandings(SourceConfig settings, Collection<TableName> tables, Runnable onBreak) {
        this.settings = settings;
        this.tables = tables;
        this.onBreak = onBreak;
    }

    /// By the heartbeat's thread.
    @Override
    public void look(Connection connection) throws SQLException {
        Map<TableName, Standing> now = StandingQuery.read(connection, settings.slot(), tables);
        if (!now.equals(seen)) {
            seen = now;
            news.set(now);
        }
        if (!new Publication(settings.slot()).isSet(connection, tables)) {
            LOG.atError()
                    .addKeyValue("publication", settings.slot())
                    .addKeyValue(
                            "missing",
                            tables.stream().filter(table -> !isFollowed(now.get(table))).toList())
                    .log(
                            "Somebody altered the publication: it does not bring all changes of the"
                                    + " captured tables. Capture starts again and puts it right; the tables"
                                    + " concerned are read again");
            onBreak.run();
        }
    }

    private static boolean isFollowed(@Nullable Standing standing) {
        return standing != null && standing.entry() != 0;
    }

    @Override
    public Map<TableName, Standing> now() {
        try (Connection connection = SourceConnections.open(settings)) {
            return StandingQuery.read(connection, settings.slot(), tables);
        } catch (SQLException e) {
            throw unreachable(e);
        }
    }

    @Override
    public Optional<Map<TableName, Standing>> changed() {
        return Optional.ofNullable(news.get()).map(_ -> news.getAndSet(null));
    }

    @Override
    public Optional<String> condition(long partition) {
        try (Connection connection = SourceConnections.open(settings);
                PreparedStatement query =
                        connection.prepareStatement(
                                "SELECT pg_get_partition_constraintdef(?::oid)")) {
            query.setLong(1, partition);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getString(1));
            }
        } catch (SQLException e) {
            throw unreachable(e);
        }
    }

    private static IllegalStateException unreachable(SQLException e) {
        return new IllegalStateException("the source cannot be asked: " + e.getMessage(), e);
    }
}
