package dev.sluice.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.embedded.Servers;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/// The SQL of `docs/customers.md`, as it stands there, on a real PostgreSQL.
class CustomersPageTest {

    private static final Path PAGE = Path.of("../../docs/customers.md");
    private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COPY = Pattern.compile("psql -c \"(COPY [^\"]*)\"");

    private static final String FULL =
            """
            id,name,owner_id,is_active,created_at,deleted_at
            83,Transaction Processor,5,1,2020-02-19 13:57:11,
            84,"NULL",NULL,0,2020-02-19 13:57:42.5,
            85,"",7,NULL,NULL,
            """;

    private static final String INCREMENTAL =
            """
            id,name,owner_id,is_active,created_at,deleted_at
            83,"with, comma",5,1,2020-02-19 13:57:11,
            85,,,,,2020-02-19 13:57:42
            86,NULL,NULL,0,2026-11-23 00:00:00,
            """;

    private Servers servers;
    private Connection connection;
    private String copy;
    private List<String> sql;

    @BeforeEach
    void begin() throws IOException, SQLException {
        String page = Files.readString(PAGE);
        sql = SQL.matcher(page).results().map(found -> found.group(1)).toList();
        copy = COPY.matcher(page).results().map(MatchResult::group).findFirst().orElseThrow();
        copy = copy.substring(copy.indexOf("COPY"), copy.length() - 1);
        servers = Servers.builder().source().start();
        connection = servers.source().connect();
    }

    @AfterEach
    void end() throws SQLException {
        connection.close();
        servers.close();
    }

    @Test
    void aFullPushReplacesAndAnIncrementalOneIsFoldedIn() throws SQLException, IOException {
        // Given
        run(sql.get(0));
        load(FULL);
        run(sql.get(1));
        List<String> afterFull = rows();

        // When
        load(INCREMENTAL);
        run(sql.get(2));
        List<String> folded = rows();
        load(INCREMENTAL);
        run(sql.get(2));

        // Then
        assertThat(afterFull)
                .containsExactly(
                        "83|Transaction Processor|5|t|2020-02-19 13:57:11",
                        "84|NULL|-|f|2020-02-19 13:57:42.5",
                        "85||7|-|-");
        assertThat(folded)
                .containsExactly(
                        "83|with, comma|5|t|2020-02-19 13:57:11",
                        "84|NULL|-|f|2020-02-19 13:57:42.5",
                        "86|-|-|f|2026-11-23 00:00:00");
        assertThat(rows()).isEqualTo(folded);
    }

    private void run(String statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    private void load(String csv) throws SQLException, IOException {
        connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy, new StringReader(csv));
    }

    /// A `-` for no value.
    private List<String> rows() throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM services ORDER BY id")) {
            while (row.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    String cell = row.getString(i);
                    cells.add(cell == null ? "-" : cell);
                }
                rows.add(String.join("|", cells));
            }
        }
        return rows;
    }
}
