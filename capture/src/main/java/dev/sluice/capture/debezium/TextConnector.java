package dev.sluice.capture.debezium;

import io.debezium.connector.postgresql.PostgresConnector;
import org.apache.kafka.connect.connector.Task;

/// Debezium's connector with the log's values left as PostgreSQL printed them: see [TextColumn].
///
/// Public with a public constructor because the engine makes it by its name.
public final class TextConnector extends PostgresConnector {

    /// Made by the engine.
    public TextConnector() {}

    @Override
    public Class<? extends Task> taskClass() {
        return TextConnectorTask.class;
    }
}
