package dev.sluice.capture.reading;

import dev.sluice.capture.debezium.TableRows;
import dev.sluice.capture.definition.Fingerprint;
import dev.sluice.capture.source.SourceTable;
import dev.sluice.config.TablesConfig;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads single chunks: rows, and the snapshot that they were read in, by one transaction. The
/// table is locked before the snapshot is taken, as any SELECT locks it: TRUNCATE and an ALTER
/// TABLE that rewrites are not undone by snapshots, so a row may not be looked for across one.
public final class Chunks {

    private static final Logger LOG = LoggerFactory.getLogger(Chunks.class);

    private static final int FETCH = 500;
    private static final int CELL_BYTES = 24;
    private static final long WAIT_MILLIS = 100;

    private final ChunkSize size;
    private final TablesConfig selection;
    private final String catalog;

    /// @param catalog the fingerprint of the catalog that tables are as in; from another one
    ///   nothing is read
    public Chunks(ChunkSize size, TablesConfig selection, String catalog) {
        this.size = size;
        this.selection = selection;
        this.catalog = catalog;
    }

    /// @throws SQLException if the source cannot be read
    /// @throws InterruptedException if its thread is interrupted
    Answer answer(Connection connection, Ask ask) throws SQLException, InterruptedException {
        return switch (ask) {
            case Ask.Begin _ -> new Answer.Begun();
            case Ask.Rows rows -> read(connection, rows.table(), ChunkQuery.of(rows), false);
            case Ask.Page page -> {
                if (page.after() == null) {
                    awaitRunning(connection);
                }
                yield page(connection, page);
            }
        };
    }

    private Answer page(Connection connection, Ask.Page page)
            throws SQLException, InterruptedException {
        try {
            return read(connection, page.table(), ChunkQuery.of(page, size.rows()), true);
        } catch (SQLException e) {
            if (page.condition() != null && isOfCondition(e)) {
                return new Answer.Refused(reason(e));
            }
            throw e;
        }
    }

    /// Whether the source answered that it cannot evaluate the condition. What else may be the
    /// matter: the connection, a conflict, resources, a lock, the system, a server that shuts down.
    private static boolean isOfCondition(SQLException e) {
        String state = e.getSQLState();
        return state != null
                && Stream.of("08", "40", "53", "55", "58", "57P").noneMatch(state::startsWith);
    }

    /// Without the statement and the values that the driver adds.
    private static String reason(SQLException e) {
        ServerErrorMessage answer =
                e instanceof PSQLException of ? of.getServerErrorMessage() : null;
        return String.valueOf(answer == null ? e.getMessage() : answer.getMessage());
    }

    /// Waits until every transaction has ended that runs now: one of them may have committed, in
    /// the log, before the reading began, and not yet be seen by snapshots.
    private void awaitRunning(Connection connection) throws SQLException, InterruptedException {
        String running = one(connection, "SELECT pg_current_snapshot()");
        boolean said = false;
        while (!one(
                        connection,
                        "SELECT count(*) FROM pg_snapshot_xip('"
                                + running
                                + "') xid WHERE NOT pg_visible_in_snapshot(xid,"
                                + " pg_current_snapshot())")
                .equals("0")) {
            if (!said) {
                LOG.atInfo()
                        .addKeyValue("transactions", running)
                        .log("Reading begins when the transactions that run now have ended");
                said = true;
            }
            TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
        }
    }

    /// Reads a chunk. While the catalog is not what it was when the term began, there is none: the
    /// log is about to say so, and the term to end.
    private Answer read(Connection connection, SourceTable table, ChunkQuery query, boolean isPage)
            throws SQLException, InterruptedException {
        Optional<Answer> answer = tryRead(connection, table, query, isPage);
        while (answer.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(WAIT_MILLIS);
            answer = tryRead(connection, table, query, isPage);
        }
        return answer.get();
    }

    private Optional<Answer> tryRead(
            Connection connection, SourceTable table, ChunkQuery query, boolean isPage)
            throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        try {
            try (Statement lock = connection.createStatement()) {
                lock.execute("SET TRANSACTION READ ONLY");
                lock.execute("LOCK TABLE " + ChunkQuery.name(table) + " IN ACCESS SHARE MODE");
            }
            if (!Fingerprint.read(connection, selection).equals(catalog)) {
                return Optional.empty();
            }
            Visibility visibility =
                    Visibility.parse(one(connection, "SELECT pg_current_snapshot()"));
            List<@Nullable Object[]> rows = new ArrayList<>();
            boolean isLast = true;
            try (PreparedStatement statement = query.prepare(connection)) {
                statement.setFetchSize(FETCH);
                try (ResultSet row = statement.executeQuery()) {
                    long bytes = 0;
                    while (row.next()) {
                        if (isPage && bytes > size.bytes().bytes()) {
                            isLast = false;
                            break;
                        }
                        @Nullable Object[] cells = TableRows.cells(table, row);
                        rows.add(cells);
                        bytes += bytes(cells);
                    }
                }
            }
            return Optional.of(
                    new Answer.Chunk(rows, visibility, isLast && rows.size() < size.rows()));
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
        }
    }

    private static long bytes(@Nullable Object[] cells) {
        long bytes = 0;
        for (@Nullable Object cell : cells) {
            bytes +=
                    CELL_BYTES
                            + switch (cell) {
                                case String text -> text.length();
                                case ByteBuffer buffer -> buffer.remaining();
                                case null, default -> 0;
                            };
        }
        return bytes;
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
