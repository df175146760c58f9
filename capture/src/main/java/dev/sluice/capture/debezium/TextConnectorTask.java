package dev.sluice.capture.debezium;

import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.PostgresConnectorTask;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import java.sql.SQLException;

/// The task of [TextConnector].
///
/// Public with a public constructor because the engine makes it by its name.
public final class TextConnectorTask extends PostgresConnectorTask {

    /// Made by the engine.
    public TextConnectorTask() {}

    @Override
    protected ReplicationConnection buildReplicationConnection(
            PostgresConnection metadata, PostgresSchema schema, PostgresConnectorConfig config)
            throws SQLException {
        return new TextReplication(super.buildReplicationConnection(metadata, schema, config));
    }
}
