package dev.sluice.fold;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A seeded random workload: transactions over several tables, with every type, wide texts that
/// stay as they are while other columns change, rows that change their tenant or their key, and
/// transactions that are rolled back.
public final class Workload {

    private static final int KEYS = 60;

    private final RandomGenerator random;
    private final Connection connection;

    public Workload(RandomGenerator random, Connection connection) {
        this.random = random;
        this.connection = connection;
    }

    public void run(int transactions) throws SQLException {
        connection.setAutoCommit(false);
        for (int i = 0; i < transactions; i++) {
            for (int n = random.nextInt(1, 7); n > 0; n--) {
                if (random.nextInt(6) == 0) {
                    changeAndTakeBack();
                } else {
                    change();
                }
            }
            if (random.nextInt(10) == 0) {
                connection.rollback();
            } else {
                connection.commit();
            }
        }
        connection.setAutoCommit(true);
    }

    private void changeAndTakeBack() throws SQLException {
        Savepoint before = connection.setSavepoint();
        change();
        connection.rollback(before);
    }

    private void change() throws SQLException {
        switch (random.nextInt(20)) {
            case 0, 1, 2 ->
                    run(
                            "INSERT INTO projects (id, account_id, title, body) VALUES (?, ?, ?, ?)"
                                    + " ON CONFLICT (id) DO UPDATE SET title = excluded.title",
                            id(),
                            tenant(),
                            text(),
                            wide());
            case 3, 4 -> run("UPDATE projects SET counter = counter + 1 WHERE id = ?", id());
            case 5 -> run("DELETE FROM projects WHERE id = ?", id());
            case 6 ->
                    run(
                            "INSERT INTO tasks SELECT ?, account_id, id, false, now() FROM projects"
                                    + " WHERE id = ? ON CONFLICT (id) DO NOTHING",
                            uuid(),
                            id());
            case 7 -> run("UPDATE tasks SET done = NOT done WHERE project_id = ?", id());
            case 8 ->
                    run(
                            "INSERT INTO settings VALUES (?, ?, ?::numeric, ?::jsonb) ON CONFLICT"
                                    + " (name, version) DO UPDATE SET value = excluded.value",
                            tenant(),
                            text(),
                            numeric(),
                            json());
            case 9 -> run("DELETE FROM settings WHERE version = ?::numeric", numeric());
            case 10, 11 -> everything();
            case 12 ->
                    run(
                            "UPDATE everything SET b = NOT b, i8 = ?, account_id = ? WHERE code = ?",
                            random.nextLong(),
                            tenant(),
                            code());
            case 13, 14 -> hardChange();
            case 15, 16 -> visit();
            case 17, 18 -> document();
            default -> rareChange();
        }
    }

    /// What systems of this kind are known to get wrong.
    private void hardChange() throws SQLException {
        switch (random.nextInt(7)) {
            // Inserted and updated within one transaction, the wide text unchanged.
            case 0 -> {
                long id = id();
                run(
                        "INSERT INTO projects (id, account_id, title, body) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
                        id,
                        tenant(),
                        text(),
                        wide());
                run("UPDATE projects SET counter = counter + 1 WHERE id = ?", id);
            }
            // To another tenant, the wide text unchanged.
            case 1 -> run("UPDATE projects SET account_id = ? WHERE id = ?", tenant(), id());
            // Another key, with the tenant or without, the wide text unchanged.
            case 2 ->
                    run(
                            "UPDATE projects SET id = id + 1000, account_id = ? WHERE id = ?"
                                    + " AND NOT EXISTS (SELECT FROM tasks WHERE project_id = projects.id)"
                                    + " AND NOT EXISTS (SELECT FROM projects p WHERE p.id = projects.id + 1000)",
                            tenant(),
                            id());
            // Nobody's, and somebody's again.
            case 3 -> run("UPDATE notes SET account_id = NULL WHERE id = ?", id());
            case 4 -> run("UPDATE notes SET account_id = ? WHERE account_id IS NULL", tenant());
            case 5 ->
                    run(
                            "UPDATE notes SET text = ?, serial = serial + 1000000 WHERE id = ?",
                            text(),
                            id());
            default -> {
                if (random.nextInt(4) == 0) {
                    run(pick("TRUNCATE settings", "TRUNCATE projects CASCADE", "TRUNCATE notes"));
                } else {
                    note();
                }
            }
        }
    }

    private void note() throws SQLException {
        switch (random.nextInt(4)) {
            case 0 -> run("DELETE FROM notes WHERE id = ?", id());
            case 1 -> run("UPDATE notes SET account_id = ? WHERE id = ?", tenant(), id());
            default ->
                    run(
                            "INSERT INTO notes (id, account_id, text, body) VALUES (?, ?, ?, ?)"
                                    + " ON CONFLICT (id) DO UPDATE SET text = excluded.text",
                            id(),
                            tenant(),
                            text(),
                            wide());
        }
    }

    /// In a table of two partitions.
    private void visit() throws SQLException {
        switch (random.nextInt(6)) {
            case 0 -> run("DELETE FROM visits WHERE id = ?", id());
            case 1 -> run("UPDATE visits SET page = ? WHERE id = ?", text(), id());
            // Its partition changes with its key, the wide text does not.
            case 2 ->
                    run(
                            "UPDATE visits v SET day = day + 1000, page = ? WHERE id = ?"
                                    + " AND NOT EXISTS (SELECT FROM visits w"
                                    + " WHERE w.id = v.id AND w.day > v.day)",
                            text(),
                            id());
            case 3 -> run("UPDATE visits SET account_id = ? WHERE id = ?", tenant(), id());
            default ->
                    run(
                            "INSERT INTO visits VALUES (?, ?, ?::date, ?, ?) ON CONFLICT (day, id)"
                                    + " DO UPDATE SET page = excluded.page",
                            id(),
                            tenant(),
                            pick("2024-02-29", "2025-12-31", "2026-01-01"),
                            text(),
                            wide());
        }
    }

    /// In a table whose rows are discarded rather than deleted.
    private void document() throws SQLException {
        switch (random.nextInt(8)) {
            case 0 -> run("DELETE FROM documents WHERE id = ?", id());
            case 1 -> run("UPDATE documents SET discarded_at = now() WHERE id = ?", id());
            case 2 -> run("UPDATE documents SET discarded_at = NULL WHERE id < ?", id());
            case 3 -> run("UPDATE documents SET title = ? WHERE id = ?", text(), id());
            // Discarded rows among them: to nobody who receives files.
            case 4 -> run("UPDATE documents SET account_id = ? WHERE id = ?", tenant(), id());
            default ->
                    run(
                            "INSERT INTO documents (id, account_id, title, body) VALUES (?, ?, ?, ?)"
                                    + " ON CONFLICT (id) DO UPDATE SET title = excluded.title",
                            id(),
                            tenant(),
                            text(),
                            wide());
        }
    }

    private void rareChange() throws SQLException {
        switch (random.nextInt(5)) {
            case 0 -> run("DELETE FROM everything WHERE code = ?", code());
            case 1 ->
                    run(
                            "UPDATE everything SET code = code || 'x' WHERE code = ? AND NOT EXISTS"
                                    + " (SELECT FROM everything WHERE code = ? || 'x')",
                            codeUsedTwice(),
                            lastCode);
            case 2 -> run("UPDATE projects SET title = title WHERE account_id = ?", tenant());
            // The replica identity changes, the primary key does not.
            case 3 ->
                    run(
                            "UPDATE settings SET account_id = ? WHERE version < ?::numeric",
                            tenant(),
                            numeric());
            default -> run("UPDATE tasks SET at = NULL WHERE account_id = ?", tenant());
        }
    }

    private String lastCode = "";

    private String codeUsedTwice() {
        lastCode = code();
        return lastCode;
    }

    private void everything() throws SQLException {
        run(
                """
                INSERT INTO everything VALUES (?, ?, ?, ?, ?, ?, ?::numeric, ?::numeric, ?::money,
                    ?::real, ?::double precision, ?, ?, ?::timestamp, ?::timestamptz, ?::date,
                    ?::time, ?::interval, ?, ?::json, ?::uuid, ?::mood, ?::share, ?::inet, ?::cidr,
                    ?::int4range, ?::bit(3), ?::varbit, ?::xml, ?::int[], ?::text[], ?::mood[])
                ON CONFLICT (code) DO UPDATE SET n = excluded.n, ts = excluded.ts, at = excluded.at
                """,
                code(),
                tenant(),
                wide(),
                maybe(random.nextBoolean()),
                maybe((short) random.nextInt()),
                maybe(random.nextLong()),
                maybe(numeric()),
                maybe("123456789.0123456789"),
                maybe("-1234.50"),
                maybe(real()),
                maybe(real()),
                maybe("ab"),
                maybe("ü'\"\\"),
                maybe(timestamp()),
                maybe(timestamp()),
                maybe(date()),
                maybe(pick("00:00:00", "13:57:11.5", "23:59:59.999999", "24:00:00")),
                maybe(pick("1 year 2 mons -3 days", "04:05:06.789", "-1 day +00:00:01", "0")),
                maybe(new byte[] {0, 1, (byte) 0xff, '"', ','}),
                maybe(json()),
                maybe(UUID.nameUUIDFromBytes(new byte[] {(byte) random.nextInt(9)}).toString()),
                maybe(pick("sad", "ok", "happy, \"really\"")),
                maybe("12.30"),
                maybe(pick("192.168.0.1/24", "::1")),
                maybe("10.0.0.0/8"),
                maybe(pick("[1,5)", "empty", "(,3)")),
                maybe("101"),
                maybe("10"),
                maybe("<a>1 &lt; 2</a>"),
                maybe(pick("{}", "{1,NULL,-3}", "{{1,2},{3,4}}")),
                maybe(pick("{}", "{a,NULL,\"NULL\",\"q\\\"\\\\,b\",\"\"}", "{\"two words\"}")),
                maybe("{sad,NULL}"));
    }

    private long id() {
        return random.nextLong(KEYS);
    }

    private int tenant() {
        return random.nextInt(1, 4);
    }

    private String code() {
        return pick("a", "B", "é", "😀", "", "NULL", "a,b", "a/b", "%", "#1") + random.nextInt(4);
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private @Nullable String text() {
        return pick(
                "plain", "NULL", "", " ", "comma, quote \" and\nbreak\r\n", "日本語 😀", "\\N", "'");
    }

    /// Out of line in PostgreSQL, since it does not compress.
    private @Nullable String wide() {
        if (random.nextInt(3) == 0) {
            return null;
        }
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(200, 600); i > 0; i--) {
            out.append(Long.toString(random.nextLong(), 36));
        }
        return out.toString();
    }

    private String numeric() {
        return pick(
                "0", "1.50", "-1", "10", "9", "1e20", "0.000001", "NaN", "Infinity", "-Infinity");
    }

    private String real() {
        return pick("0", "-0", "1.5", "1e30", "1e-30", "0.1", "NaN", "Infinity", "123456789");
    }

    private String timestamp() {
        return pick(
                "2020-02-19 13:57:11",
                "2020-02-19 13:57:11.120000",
                "0044-03-15 12:00:00 BC",
                "294246-12-31 23:59:59.999999",
                "infinity",
                "-infinity",
                "1500-02-28 00:00:00",
                "1969-12-31 23:59:59.999999");
    }

    private String date() {
        return pick(
                "2020-02-29", "infinity", "-infinity", "0044-03-15 BC", "1582-10-10", "9999-12-31");
    }

    private String json() {
        return pick("{\"a\": [1, 2.50, null], \"b\": \"x,\\\"y\\\"\"}", "null", "[]", "\"text\"");
    }

    private <T> @Nullable T maybe(T value) {
        return random.nextInt(4) == 0 ? null : value;
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private void run(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    public static void create(Connection connection) throws SQLException {
        List<String> ddl = new ArrayList<>();
        Table.ALL.forEach(table -> ddl.add(table.ddl()));
        try (Statement statement = connection.createStatement()) {
            for (String sql : ddl) {
                statement.execute(sql);
            }
            statement.execute("ALTER TABLE projects ALTER COLUMN body SET STORAGE EXTERNAL");
            statement.execute("ALTER TABLE settings REPLICA IDENTITY FULL");
            statement.execute("ALTER TABLE notes REPLICA IDENTITY USING INDEX notes_serial");
        }
    }
}
