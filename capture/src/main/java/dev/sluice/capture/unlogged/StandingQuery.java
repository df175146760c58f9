package dev.sluice.capture.unlogged;

import dev.sluice.table.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Reads from PostgreSQL's catalog how tables stand.
///
/// A partition's number is made of its file, which TRUNCATE replaces, and of the transactions that
/// wrote the entries by which it, and each partition above it, hangs in its table: to detach and to
/// attach it again writes a new one. The publication's options are known by the transaction that
/// wrote them in the same way.
final class StandingQuery {

    private static final String SQL =
            """
            WITH RECURSIVE captured AS (
                SELECT c.oid, n.nspname, c.relname, c.relkind
                FROM unnest(?::text[], ?::text[]) AS wanted(nspname, relname)
                JOIN pg_namespace n ON n.nspname = wanted.nspname
                JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.relname),
            member AS (
                SELECT oid AS root, oid, relkind, relfilenode, '' AS path
                FROM (SELECT c.oid, c.relkind, c.relfilenode FROM captured JOIN pg_class c USING (oid)
                      WHERE c.relkind = 'p') roots
                UNION ALL
                SELECT m.root, c.oid, c.relkind, c.relfilenode, concat_ws('/', m.path, c.oid, i.xmin)
                FROM member m
                JOIN pg_inherits i ON i.inhparent = m.oid AND NOT i.inhdetachpending
                JOIN pg_class c ON c.oid = i.inhrelid
                WHERE m.relkind = 'p')
            SELECT t.nspname, t.relname,
                   (SELECT hashtextextended(concat_ws('/', r.oid, p.oid, p.xmin), 0)
                    FROM pg_publication p JOIN pg_publication_rel r ON r.prpubid = p.oid
                    WHERE p.pubname = ? AND r.prrelid = t.oid),
                   hashtextextended(concat_ws('/', m.path, m.relfilenode), 0), m.oid::bigint
            FROM captured t LEFT JOIN member m ON m.root = t.oid AND m.relkind = 'r'
            """;

    private StandingQuery() {}

    static Map<TableName, Standing> read(
            Connection connection, String publication, Collection<TableName> tables)
            throws SQLException {
        Map<TableName, Long> entries = new HashMap<>();
        Map<TableName, Map<Long, Long>> partitions = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(SQL)) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "text", tables.stream().map(TableName::schema).toArray()));
            query.setArray(
                    2,
                    connection.createArrayOf(
                            "text", tables.stream().map(TableName::name).toArray()));
            query.setString(3, publication);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    TableName table = new TableName(row.getString(1), row.getString(2));
                    entries.put(table, row.getLong(3));
                    Map<Long, Long> known = partitions.computeIfAbsent(table, _ -> new HashMap<>());
                    long partition = row.getLong(5);
                    if (partition != 0) {
                        known.put(row.getLong(4), partition);
                    }
                }
            }
        }
        Map<TableName, Standing> standings = new HashMap<>();
        entries.forEach((table, entry) ->
                standings.put(
                        table, new Standing(entry, partitions.getOrDefault(table, Map.of()))));
        return Map.copyOf(standings);
    }
}
