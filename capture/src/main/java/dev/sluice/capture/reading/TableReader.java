package dev.sluice.capture.reading;

import dev.sluice.capture.debezium.TableRows;
import dev.sluice.capture.source.LogMessages;
import dev.sluice.capture.source.SourceConnections;
import dev.sluice.config.SourceConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads chunks by a thread and a connection of its own, and announces them in the log. It holds
/// one chunk at a time: the next is asked for when the stream has taken it.
public final class TableReader implements ChunkSource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);

    private static final long STOP_SECONDS = 10;

    private final SourceConfig settings;
    private final Chunks chunks;
    private final Runnable onFailure;

    /// Tells this reader's messages from those of an earlier term.
    private final String name = UUID.randomUUID().toString();

    private final BlockingQueue<Ask> asks = new LinkedBlockingQueue<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Thread thread;
    private volatile @Nullable Connection open;
    private volatile boolean closed;

    /// Starts its thread; the connection is made when there is something to read.
    ///
    /// @param onFailure called by its thread when it cannot go on
    public TableReader(SourceConfig settings, Chunks chunks, Runnable onFailure) {
        this.settings = settings;
        this.chunks = chunks;
        this.onFailure = onFailure;
        this.thread = Thread.ofPlatform().daemon().name("table-reader").start(this::run);
    }

    @Override
    public void ask(Ask ask) {
        asks.add(ask);
    }

    @Override
    public Optional<Answer> announcedBy(String message) {
        return Optional.ofNullable(answers.remove(message));
    }

    private void run() {
        try {
            Ask first = asks.take();
            try (Connection connection = open()) {
                open = connection;
                long number = 0;
                for (Ask ask = first; ; ask = asks.take()) {
                    String message = name + " " + number++;
                    answers.put(message, chunks.answer(connection, ask));
                    LogMessages.write(connection, LogMessages.READING, message);
                }
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("The reader is closed");
        } catch (SQLException | RuntimeException e) {
            if (!closed) {
                failure.set(e);
                onFailure.run();
            }
        }
    }

    private Connection open() throws SQLException {
        Connection connection = SourceConnections.open(settings);
        // An operator's condition may take long to find its first row.
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(TimeUnit.HOURS.toMillis(1)));
        try (Statement statement = connection.createStatement()) {
            for (String style : TableRows.STYLES) {
                statement.execute(style);
            }
        }
        return connection;
    }

    /// Why it could not go on; nothing if it can.
    public Optional<Exception> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            Connection connection = open;
            if (connection != null) {
                // A statement that runs does not feel the interrupt.
                connection.abort(Runnable::run);
            }
            if (!thread.join(Duration.ofSeconds(STOP_SECONDS))) {
                LOG.atWarn().addKeyValue("seconds", STOP_SECONDS).log("The reader did not stop");
            }
        } catch (SQLException e) {
            LOG.atDebug().addKeyValue("reason", e.getMessage()).log("Closing failed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
