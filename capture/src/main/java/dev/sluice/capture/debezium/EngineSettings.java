package dev.sluice.capture.debezium;

import dev.sluice.capture.definition.Layouts;
import dev.sluice.capture.source.SourceTable;
import dev.sluice.config.SourceConfig;
import dev.sluice.table.TableName;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The settings of Debezium's engine.
final class EngineSettings {

    /// Only inside this process: the topics of Debezium's records.
    static final String TOPIC_PREFIX = "source";

    static final String SET_ZONE = "SET TimeZone = 'UTC'";

    /// How PostgreSQL prints values, whatever the role or the database is set to. The driver itself
    /// sees to DateStyle.
    private static final String STYLES =
            "-c IntervalStyle=iso_8601 -c bytea_output=hex -c extra_float_digits=1";

    private static final Duration SHORTEST_SILENCE = Duration.ofMinutes(2);

    private static final int BATCH = 4_096;
    private static final int QUEUE = 16_384;
    private static final int QUEUE_BYTES = 64 << 20;

    private EngineSettings() {}

    /// @param lsn where to go on; null to begin with a snapshot
    static Properties of(SourceConfig source, Layouts layouts, @Nullable Long lsn) {
        Properties p = new Properties();
        p.setProperty("name", "sluice-" + source.slot());
        p.setProperty("connector.class", TextConnector.class.getName());
        p.setProperty("topic.prefix", TOPIC_PREFIX);
        p.setProperty("offset.storage", StartingOffset.class.getName());
        p.setProperty("offset.flush.interval.ms", "0");
        if (lsn != null) {
            p.setProperty(StartingOffset.LSN, lsn.toString());
        }
        p.setProperty("database.hostname", source.host());
        p.setProperty("database.port", Integer.toString(source.port()));
        p.setProperty("database.dbname", source.database());
        p.setProperty("database.user", source.user());
        p.setProperty("database.password", source.password());
        p.setProperty("driver.options", STYLES);
        p.setProperty("driver.socketTimeout", Long.toString(silence(source).toSeconds()));
        p.setProperty("database.initial.statements", SET_ZONE);
        p.setProperty("plugin.name", "pgoutput");
        p.setProperty("slot.name", source.slot());
        p.setProperty("publication.name", source.slot());
        p.setProperty("publication.autocreate.mode", "disabled");
        p.setProperty("snapshot.mode", lsn == null ? "initial" : "no_data");
        p.setProperty("snapshot.locking.mode", "none");
        p.setProperty("snapshot.fetch.size", "10000");
        p.setProperty("provide.transaction.metadata", "true");
        p.setProperty("tombstones.on.delete", "false");
        p.setProperty("skipped.operations", "none");
        p.setProperty("include.unknown.datatypes", "true");
        p.setProperty("binary.handling.mode", "bytes");
        // The default makes a value that cannot be converted a silent null.
        p.setProperty("event.converting.failure.handling.mode", "fail");
        p.setProperty("converters", "cells");
        p.setProperty("cells.type", CellConverter.class.getName());
        p.setProperty(
                "cells." + CellConverter.COLUMNS,
                CellTypes.write(
                        layouts.layouts().values().stream().flatMap(List::stream).toList()));
        p.setProperty("max.batch.size", Integer.toString(BATCH));
        p.setProperty("max.queue.size", Integer.toString(QUEUE));
        p.setProperty("max.queue.size.in.bytes", Integer.toString(QUEUE_BYTES));
        p.setProperty("poll.interval.ms", "50");
        p.setProperty("slot.max.retries", "3");
        p.setProperty("slot.retry.delay.ms", "1000");
        // Capture rebuilds the engine itself, from what is in the topics.
        p.setProperty("errors.max.retries", "0");
        p.setProperty("record.processing.order", "ORDERED");
        tables(layouts.tables(), p);
        leaveOut(layouts.leftOut(), p);
        return p;
    }

    /// After how long without a byte a connection is given up: a peer that is gone may never say
    /// so. Heartbeats, and the server's own messages every half minute, come more often.
    private static Duration silence(SourceConfig source) {
        Duration beats = source.heartbeat().multipliedBy(3);
        return beats.compareTo(SHORTEST_SILENCE) > 0 ? beats : SHORTEST_SILENCE;
    }

    private static void tables(Collection<SourceTable> tables, Properties p) {
        p.setProperty(
                "table.include.list",
                tables.stream()
                        .map(t -> literally(t.name().schema() + "." + t.name().name()))
                        .collect(Collectors.joining(",")));
        String keys =
                tables.stream()
                        .filter(SourceTable::identityApart)
                        .map(EngineSettings::key)
                        .collect(Collectors.joining(";"));
        if (!keys.isEmpty()) {
            p.setProperty("message.key.columns", keys);
        }
        p.setProperty(
                "snapshot.select.statement.overrides",
                tables.stream()
                        .map(t -> t.name().schema() + "." + t.name().name())
                        .collect(Collectors.joining(",")));
        for (SourceTable table : tables) {
            p.setProperty(
                    "snapshot.select.statement.overrides."
                            + table.name().schema()
                            + "."
                            + table.name().name(),
                    SnapshotQueries.of(table));
        }
    }

    /// Has Debezium know the rows of a table by the columns that the log does: a deletion has no
    /// others.
    private static String key(SourceTable table) {
        return literally(table.name().schema() + "." + table.name().name())
                + ":"
                + table.identity().stream()
                        .map(index -> table.columns().get(index).getName())
                        .collect(Collectors.joining(","));
    }

    /// All other columns come, so that one that is added is noticed.
    private static void leaveOut(Map<TableName, Set<String>> columns, Properties p) {
        String list =
                columns.entrySet().stream()
                        .flatMap(table ->
                                table.getValue().stream()
                                        .map(name ->
                                                table.getKey().schema()
                                                        + "."
                                                        + table.getKey().name()
                                                        + "."
                                                        + name))
                        .map(EngineSettings::literally)
                        .collect(Collectors.joining(","));
        if (!list.isEmpty()) {
            p.setProperty("column.exclude.list", list);
        }
    }

    /// A regular expression without commas, which would end it: Debezium splits its lists at them.
    private static String literally(String name) {
        StringBuilder out = new StringBuilder(name.length() + 8);
        name.codePoints()
                .forEach(c -> {
                    if (Character.isLetterOrDigit(c) || c == '_') {
                        out.appendCodePoint(c);
                    } else {
                        out.append("\\x{").append(Integer.toHexString(c)).append('}');
                    }
                });
        return out.toString();
    }
}
