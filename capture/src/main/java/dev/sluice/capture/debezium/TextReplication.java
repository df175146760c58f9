package dev.sluice.capture.debezium;

import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.connector.postgresql.connection.ReplicationMessage;
import io.debezium.connector.postgresql.connection.ReplicationStream;
import io.debezium.connector.postgresql.connection.WalPositionLocator;
import io.debezium.connector.postgresql.connection.pgoutput.PgOutputReplicationMessage;
import io.debezium.connector.postgresql.spi.SlotCreationResult;
import io.debezium.jdbc.JdbcConnection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// A replication connection whose streams bring [TextColumn]s.
@SuppressWarnings("try") // Debezium's interfaces have close() throw anything.
final class TextReplication implements ReplicationConnection {

    private final ReplicationConnection connection;

    TextReplication(ReplicationConnection connection) {
        this.connection = connection;
    }

    @Override
    public ReplicationStream startStreaming(WalPositionLocator position)
            throws SQLException, InterruptedException {
        setZone();
        return new Stream(connection.startStreaming(position));
    }

    @Override
    public ReplicationStream startStreaming(Lsn offset, WalPositionLocator position)
            throws SQLException, InterruptedException {
        setZone();
        return new Stream(connection.startStreaming(offset, position));
    }

    /// The driver gives every connection this machine's zone, and Debezium's statements on connect
    /// do not reach this one. Ranges of `timestamptz` are printed in it.
    private void setZone() throws SQLException {
        ((JdbcConnection) connection).execute(EngineSettings.SET_ZONE);
    }

    @Override
    public Optional<SlotCreationResult> createReplicationSlot() throws SQLException {
        return connection.createReplicationSlot();
    }

    @Override
    public void initConnection() throws SQLException, InterruptedException {
        connection.initConnection();
    }

    @Override
    public boolean isConnected() throws SQLException {
        return connection.isConnected();
    }

    @Override
    public void reconnect() throws SQLException {
        connection.reconnect();
    }

    @Override
    public void close() throws Exception {
        connection.close();
    }

    private record Stream(ReplicationStream stream) implements ReplicationStream {

        @Override
        public void read(ReplicationMessageProcessor processor)
                throws SQLException, InterruptedException {
            stream.read(message -> processor.process(asText(message)));
        }

        @Override
        public boolean readPending(ReplicationMessageProcessor processor)
                throws SQLException, InterruptedException {
            return stream.readPending(message -> processor.process(asText(message)));
        }

        @Override
        public void flushLsn(Lsn lsn) throws SQLException {
            stream.flushLsn(lsn);
        }

        @Override
        public Lsn lastReceivedLsn() {
            return stream.lastReceivedLsn();
        }

        @Override
        public Lsn startLsn() {
            return stream.startLsn();
        }

        @Override
        public void startKeepAlive(ExecutorService service) {
            stream.startKeepAlive(service);
        }

        @Override
        public void stopKeepAlive() {
            stream.stopKeepAlive();
        }

        @Override
        public void close() throws Exception {
            stream.close();
        }

        /// The decoder makes a message's lists for that message alone, so that they may be changed.
        private static ReplicationMessage asText(ReplicationMessage message) {
            if (message.getClass() == PgOutputReplicationMessage.class) {
                asText(message.getOldTupleList());
                asText(message.getNewTupleList());
            }
            return message;
        }

        private static void asText(@Nullable List<ReplicationMessage.Column> columns) {
            if (columns != null) {
                columns.replaceAll(TextColumn::of);
            }
        }
    }
}
