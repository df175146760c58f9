package dev.sluice.fold;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A table of the workload, and what a file must show of it: for each column the SQL that gives the
/// text that the product page and the design promise. It shares no code with Sluice.
///
/// @param name its name
/// @param ddl how it is made
/// @param key its primary key's columns
/// @param columns the file's columns in order, each with the SQL of its text
/// @param softDelete the column whose setting means that the row is deleted; empty for none
public record Table(
        String name, String ddl, List<String> key, Map<String, String> columns, String softDelete) {

    private Table(String name, String ddl, List<String> key, Map<String, String> columns) {
        this(name, ddl, key, columns, "");
    }

    /// The rows of one tenant, in the order of a file.
    String query() {
        String cells = String.join(", ", columns.values());
        String order = key.stream().map(this::order).collect(Collectors.joining(", "));
        String live = softDelete.isEmpty() ? "" : " AND " + softDelete + " IS NULL";
        return "SELECT %s FROM %s WHERE account_id = ?%s ORDER BY %s"
                .formatted(cells, name, live, order);
    }

    /// The section `tables` of a configuration that captures all of them.
    public static String configuration() {
        return ALL.stream()
                .map(table ->
                        table.name
                                + (table.softDelete.isEmpty()
                                        ? ": {}"
                                        : ": { soft_delete: " + table.softDelete + " }"))
                .collect(Collectors.joining(", ", "tables: { ", " }"));
    }

    /// Named with its table: the plain name would mean the text that is selected.
    private String order(String column) {
        String whole = name + "." + column;
        return column.equals("code") || column.equals("name") ? whole + " COLLATE \"C\"" : whole;
    }

    private static Map<String, String> texts(String... pairs) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            columns.put(pairs[i], pairs[i + 1].replace("$", pairs[i]));
        }
        return columns;
    }

    public static final List<Table> ALL =
            List.of(
                    new Table(
                            "projects",
                            """
                            CREATE TABLE projects (
                                id bigint PRIMARY KEY, account_id int NOT NULL, title text,
                                body text, counter int NOT NULL DEFAULT 0,
                                doubled int GENERATED ALWAYS AS (counter * 2) STORED)
                            """,
                            List.of("id"),
                            texts(
                                    "id", "$::text",
                                    "title", "$",
                                    "body", "$",
                                    "counter", "$::text",
                                    "doubled", "$::text")),
                    new Table(
                            "tasks",
                            """
                            CREATE TABLE tasks (
                                id uuid PRIMARY KEY, account_id int NOT NULL,
                                project_id bigint NOT NULL REFERENCES projects ON DELETE CASCADE,
                                done boolean NOT NULL DEFAULT false, at timestamptz)
                            """,
                            List.of("id"),
                            texts(
                                    "id", "$::text",
                                    "project_id", "$::text",
                                    "done", "CASE WHEN $ THEN '1' ELSE '0' END",
                                    "at", "($ AT TIME ZONE 'UTC')::text")),
                    new Table(
                            "settings",
                            """
                            CREATE TABLE settings (
                                account_id int NOT NULL, name text, version numeric, value jsonb,
                                PRIMARY KEY (name, version));
                            CREATE UNIQUE INDEX settings_identity
                                ON settings (version, name, account_id);
                            ALTER TABLE settings REPLICA IDENTITY USING INDEX settings_identity
                            """,
                            List.of("name", "version"),
                            texts("name", "$", "version", "$::text", "value", "$::text")),
                    // Its deletions carry the index's column in the log, and no primary key.
                    new Table(
                            "notes",
                            """
                            CREATE TABLE notes (
                                id bigint PRIMARY KEY, account_id int, serial bigserial NOT NULL,
                                text text, body text);
                            CREATE UNIQUE INDEX notes_serial ON notes (serial);
                            """,
                            List.of("id"),
                            texts(
                                    "id", "$::text",
                                    "serial", "$::text",
                                    "text", "$",
                                    "body", "$")),
                    // A row whose day changes moves to another partition.
                    new Table(
                            "visits",
                            """
                            CREATE TABLE visits (
                                id bigint, account_id int NOT NULL, day date, page text, body text,
                                PRIMARY KEY (day, id)) PARTITION BY RANGE (day);
                            CREATE TABLE visits_past PARTITION OF visits
                                FOR VALUES FROM (MINVALUE) TO ('2026-01-01');
                            CREATE TABLE visits_now PARTITION OF visits
                                FOR VALUES FROM ('2026-01-01') TO (MAXVALUE)
                            """,
                            List.of("day", "id"),
                            texts(
                                    "id", "$::text",
                                    "day", "$::text",
                                    "page", "$",
                                    "body", "$")),
                    new Table(
                            "documents",
                            """
                            CREATE TABLE documents (
                                id bigint PRIMARY KEY, account_id int NOT NULL, title text,
                                body text, discarded_at timestamptz)
                            """,
                            List.of("id"),
                            texts(
                                    "id", "$::text",
                                    "title", "$",
                                    "body", "$",
                                    "discarded_at", "($ AT TIME ZONE 'UTC')::text"),
                            "discarded_at"),
                    new Table(
                            "everything",
                            """
                            CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy, "really"');
                            CREATE DOMAIN share AS numeric(5,2) CHECK (VALUE >= 0);
                            CREATE TABLE everything (
                                code text PRIMARY KEY, account_id int NOT NULL, wide text,
                                b boolean, i2 smallint, i8 bigint, n numeric, n2 numeric(30,10),
                                cash money, f4 real, f8 double precision, c char(5), v varchar(50),
                                ts timestamp, tz timestamptz, d date, t time, iv interval,
                                by bytea, js json, u uuid, m mood, dom share, ip inet, net cidr,
                                r int4range, bits bit(3), vb varbit, x xml,
                                ai int[], at text[], am mood[])
                            """,
                            List.of("code"),
                            texts(
                                    "code",
                                    "$",
                                    "wide",
                                    "$",
                                    "b",
                                    "CASE WHEN $ THEN '1' WHEN NOT $ THEN '0' END",
                                    "i2",
                                    "$::text",
                                    "i8",
                                    "$::text",
                                    "n",
                                    "$::text",
                                    "n2",
                                    "$::text",
                                    "cash",
                                    "$::numeric::text",
                                    "f4",
                                    "$::text",
                                    "f8",
                                    "$::text",
                                    "c",
                                    "rpad($::text, 5)",
                                    "v",
                                    "$",
                                    "ts",
                                    "$::text",
                                    "tz",
                                    "($ AT TIME ZONE 'UTC')::text",
                                    "d",
                                    "$::text",
                                    "t",
                                    "$::text",
                                    "iv",
                                    "$::text",
                                    "by",
                                    "$::text",
                                    "js",
                                    "$::text",
                                    "u",
                                    "$::text",
                                    "m",
                                    "$::text",
                                    "dom",
                                    "$::text",
                                    "ip",
                                    "CASE WHEN $ IS NOT NULL THEN format('%s', $) END",
                                    "net",
                                    "$::text",
                                    "r",
                                    "$::text",
                                    "bits",
                                    "$::text",
                                    "vb",
                                    "$::text",
                                    "x",
                                    "$::text",
                                    "ai",
                                    "array_to_json($)::text",
                                    "at",
                                    "array_to_json($)::text",
                                    "am",
                                    "array_to_json($)::text")));
}
