package dev.sluice.capture.source;

import dev.sluice.config.SourceConfig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/// Writes messages to the source's log, each in a transaction of its own, so that they pass through
/// capture in their place among the changes.
public final class LogMessages {

    /// The prefix of a message that asks for a cut; its content is the request's id.
    public static final String CUT = "sluice.cut";

    /// The prefix of a message that only moves the log.
    public static final String HEARTBEAT = "sluice.heartbeat";

    /// The prefix of a message that says that captured tables were altered; its content is the
    /// catalog's fingerprint.
    public static final String CATALOG = "sluice.catalog";

    /// The prefix of a message that announces what was read beside the stream.
    public static final String READING = "sluice.reading";

    /// The prefix of a message that asks for a table to be read again; its content is a
    /// [RereadRequest].
    public static final String REREAD = "sluice.reread";

    private final SourceConfig settings;

    public LogMessages(SourceConfig settings) {
        this.settings = settings;
    }

    /// Asks for a cut: every transaction committed before this call returns is in it.
    ///
    /// @param request an id that the cut's mark will repeat
    /// @throws SQLException if the source cannot be reached
    public void requestCut(String request) throws SQLException {
        try (Connection connection = SourceConnections.open(settings)) {
            write(connection, CUT, request);
        }
    }

    /// Has the source say whether it takes a request's table and condition; reads nothing.
    ///
    /// @throws SQLException if it does not, or cannot be reached
    public void checkReread(RereadRequest request) throws SQLException {
        try (Connection connection = SourceConnections.open(settings);
                Statement statement = connection.createStatement()) {
            connection.setReadOnly(true);
            statement.execute(
                    "EXPLAIN SELECT FROM "
                            + Sql.quoted(request.table())
                            + (request.condition() == null
                                    ? ""
                                    : " WHERE (\n" + request.condition() + "\n)"));
        }
    }

    /// Asks for a table to be read again beside the stream.
    ///
    /// @throws SQLException if the source cannot be reached
    public void requestReread(RereadRequest request) throws SQLException {
        try (Connection connection = SourceConnections.open(settings)) {
            write(connection, REREAD, request.text());
        }
    }

    /// Writes a message in a transaction of its own.
    public static void write(Connection connection, String prefix, String content)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_logical_emit_message(true, ?, ?::text)")) {
            statement.setString(1, prefix);
            statement.setString(2, content);
            statement.execute();
        }
    }
}
