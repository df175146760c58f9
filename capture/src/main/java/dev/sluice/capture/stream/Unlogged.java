package dev.sluice.capture.stream;

import dev.sluice.capture.source.SourceTable;
import dev.sluice.capture.unlogged.Standing;
import dev.sluice.capture.unlogged.Standings;
import dev.sluice.record.FollowedTable;
import dev.sluice.table.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has tables read again whose rows came or went, or mean something else, though the log does not
/// say so: a partition was attached, detached, dropped or truncated by itself; the table was out of
/// the publication for a while; another column means that rows are deleted.
///
/// How a table stands is noted in `offsets` together with the reading that the difference asks for,
/// and a reading begins after that. So whatever happened before is in what is read, and whatever
/// happens later is another difference. Not thread-safe.
final class Unlogged {

    private static final Logger LOG = LoggerFactory.getLogger(Unlogged.class);

    private final Map<TableName, SourceTable> tables = new TreeMap<>();
    private final Standings standings;
    private final Readings readings;
    private final Map<TableName, FollowedTable> followed = new TreeMap<>();

    /// @param noted how they stood when capture was here before
    Unlogged(
            List<FollowedTable> noted,
            Collection<SourceTable> tables,
            Standings standings,
            Readings readings) {
        this.standings = standings;
        this.readings = readings;
        Map<TableName, FollowedTable> before = new HashMap<>();
        noted.forEach(table -> before.put(TableName.parse(table.getTable()), table));
        for (SourceTable table : tables) {
            this.tables.put(table.name(), table);
            FollowedTable known = before.get(table.name());
            if (known != null) {
                followed.put(table.name(), known);
            }
        }
    }

    /// What `offsets` is to note.
    List<FollowedTable> followed() {
        return List.copyOf(followed.values());
    }

    /// Takes the tables as they stand: all of them are about to be read.
    void adopt() {
        followed.clear();
        look();
    }

    /// Asks how the tables stand, and enters what has to be read.
    void look() {
        compare(standings.now());
    }

    /// The same, if a difference has been seen.
    void lookIfChanged() {
        standings.changed().ifPresent(this::compare);
    }

    private void compare(Map<TableName, Standing> now) {
        now.forEach((name, standing) -> {
            SourceTable table = tables.get(name);
            if (table != null) {
                FollowedTable next = noted(table, standing);
                FollowedTable before = followed.put(name, next);
                if (before != null && !before.equals(next)) {
                    compare(table, before, next, standing);
                }
            }
        });
    }

    private static FollowedTable noted(SourceTable table, Standing standing) {
        return new FollowedTable(
                table.name().toString(),
                standing.entry(),
                standing.partitions().keySet().stream().sorted().toList(),
                table.softDelete().isEmpty()
                        ? ""
                        : table.columns().get(table.softDelete().getAsInt()).getName());
    }

    private void compare(
            SourceTable table, FollowedTable before, FollowedTable next, Standing standing) {
        Set<Long> gone = new HashSet<>(before.getPartitions());
        gone.removeAll(next.getPartitions());
        if (before.getEntry() != next.getEntry()) {
            LOG.atError()
                    .addKeyValue("table", table.name())
                    .log(
                            "The publication was altered, so that changes of the table may be missing"
                                    + " from the log: it is read again");
            readings.again(table);
        } else if (!before.getSoftDelete().equals(next.getSoftDelete())) {
            LOG.atInfo()
                    .addKeyValue("table", table.name())
                    .addKeyValue("before", before.getSoftDelete())
                    .addKeyValue("now", next.getSoftDelete())
                    .log("soft_delete was altered: the table is read again");
            readings.again(table);
        } else if (!gone.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("table", table.name())
                    .addKeyValue("partitions", gone.size())
                    .log("Partitions were detached, dropped or rewritten: the table is read again");
            readings.again(table);
        } else {
            List<Long> added = new ArrayList<>(next.getPartitions());
            added.removeAll(before.getPartitions());
            LOG.atInfo()
                    .addKeyValue("table", table.name())
                    .addKeyValue("partitions", added.size())
                    .log("Partitions were attached: they are read");
            for (long partition : added) {
                standings
                        .condition(standing.partitions().getOrDefault(partition, 0L))
                        .ifPresentOrElse(
                                condition -> readings.part(table, condition),
                                () -> readings.again(table));
            }
        }
    }
}
