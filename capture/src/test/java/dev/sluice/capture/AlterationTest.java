package dev.sluice.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.capture.TestSource.Installation;
import dev.sluice.record.SnapshotEnded;
import dev.sluice.record.TableDefinition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every kind of alteration, of a table whose wide column the log leaves out of updates.
@ExtendWith(SharedServers.class)
class AlterationTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static final Map<String, String> ALTERATIONS = alterations();

    private static TestSource servers;

    /// What goes on around the alterations.
    enum Course {
        NOTHING_ELSE,
        CHANGES_AFTER,
        CAPTURE_DOWN_AND_CHANGES_BEFORE_AND_AFTER,
        CAPTURE_DOWN_AND_CHANGES_BEFORE;

        boolean isDown() {
            return this == CAPTURE_DOWN_AND_CHANGES_BEFORE
                    || this == CAPTURE_DOWN_AND_CHANGES_BEFORE_AND_AFTER;
        }

        boolean changesAfter() {
            return this == CHANGES_AFTER || this == CAPTURE_DOWN_AND_CHANGES_BEFORE_AND_AFTER;
        }
    }

    private static Map<String, String> alterations() {
        Map<String, String> alterations = new LinkedHashMap<>();
        alterations.put("added", "ADD COLUMN extra text");
        alterations.put("dropped", "DROP COLUMN n");
        alterations.put("constant", "ADD COLUMN extra int NOT NULL DEFAULT 7");
        alterations.put("volatile", "ADD COLUMN extra text NOT NULL DEFAULT noise()");
        alterations.put("renamed", "RENAME COLUMN wide TO wider");
        alterations.put("retyped", "ALTER COLUMN wide TYPE varchar USING 'x' || wide");
        alterations.put("number", "ALTER COLUMN n TYPE text USING 'n' || n");
        alterations.put(
                "reordered",
                "DROP CONSTRAINT reordered_pkey, ADD CONSTRAINT reordered_pkey PRIMARY KEY"
                        + " (account_id, id)");
        return alterations;
    }

    @BeforeAll
    static void start(TestSource shared) {
        servers = shared;
    }

    @ParameterizedTest
    @EnumSource
    void isFollowedWithEveryRowAsTheTableHasIt(Course course) throws Exception {
        try (Installation db = servers.installation()) {
            // Given
            db.sql(
                    "CREATE FUNCTION noise() RETURNS text VOLATILE LANGUAGE sql AS $$ SELECT"
                            + " string_agg(md5(random()::text), '') FROM generate_series(1, 300)"
                            + " $$");
            for (String table : ALTERATIONS.keySet()) {
                db.sql(
                        "CREATE TABLE "
                                + table
                                + " (id bigint, account_id int, n int, note text, wide text, PRIMARY"
                                + " KEY (id, account_id))",
                        "INSERT INTO "
                                + table
                                + " SELECT i, 1, i, 'note', noise() FROM generate_series(1, 6) i");
            }
            TestSource.Running running = db.start();
            await().atMost(LIMIT).until(() -> !db.all(SnapshotEnded.class).isEmpty());

            // When
            if (course.isDown()) {
                running.close();
                each(db, "UPDATE %s SET note = 'before' WHERE id IN (1, 2)");
            }
            for (Map.Entry<String, String> entry : ALTERATIONS.entrySet()) {
                db.sql("ALTER TABLE " + entry.getKey() + " " + entry.getValue());
                if (course.changesAfter()) {
                    change(db, entry.getKey());
                }
            }
            if (course.isDown()) {
                db.start();
            }

            // Then
            await().atMost(LIMIT)
                    .untilAsserted(() ->
                            assertThat(versions(db))
                                    .hasSize(ALTERATIONS.size())
                                    .allSatisfy((_, version) -> assertThat(version).isEqualTo(2)));
            await().atMost(LIMIT).until(() -> db.readings().isEmpty());
            each(db, "UPDATE %s SET note = 'last' WHERE id = 5");
            await().atMost(LIMIT)
                    .untilAsserted(() -> {
                        List<TestSource.Entry> entries = db.changes();
                        List<TableDefinition> definitions = db.stored().definitions();
                        for (String table : ALTERATIONS.keySet()) {
                            assertThat(HeldTable.read(table, entries, definitions))
                                    .as(table)
                                    .isEqualTo(db.rows(table, "id", "account_id"));
                        }
                    });
            TreeSet<String> read = new TreeSet<>();
            db.all(SnapshotEnded.class).stream()
                    .filter(ended -> ended.getEpoch() > 1)
                    .forEach(ended -> read.addAll(ended.getTables()));
            assertThat(read)
                    .containsExactly(
                            "constant", "number", "renamed", "reordered", "retyped", "volatile");
        }
    }

    private static void change(Installation db, String table) throws SQLException {
        db.sql(
                "UPDATE " + table + " SET note = 'after' WHERE id IN (2, 3)",
                "UPDATE " + table + " SET id = 40 WHERE id = 4",
                "DELETE FROM " + table + " WHERE id = 6");
    }

    private static void each(Installation db, String sql) throws SQLException {
        for (String table : ALTERATIONS.keySet()) {
            db.sql(sql.formatted(table));
        }
    }

    private static Map<String, Integer> versions(Installation db) {
        Map<String, Integer> versions = new TreeMap<>();
        db.stored()
                .definitions()
                .forEach(d -> versions.merge(d.getTable(), d.getVersion(), Math::max));
        return versions;
    }
}
