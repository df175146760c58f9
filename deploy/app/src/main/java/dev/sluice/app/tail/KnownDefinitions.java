package dev.sluice.app.tail;

import dev.sluice.app.kafka.TopicReader;
import dev.sluice.config.KafkaConfig;
import dev.sluice.record.TableDefinition;
import dev.sluice.wire.Records;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The table definitions that the topic `tables` has; read on when one is asked for that is new.
final class KnownDefinitions implements AutoCloseable {

    private static final Duration SHORT = Duration.ofMillis(200);

    private record Version(String table, int version) {}

    private final TopicReader reader;
    private final Records records = new Records();
    private final Map<Version, TableDefinition> known = new HashMap<>();

    KnownDefinitions(KafkaConfig kafka) {
        reader = TopicReader.fromBeginning(kafka, kafka.topics().tables());
        while (!reader.hasCaughtUp()) {
            read();
        }
    }

    Optional<TableDefinition> find(String table, int version) {
        Version wanted = new Version(table, version);
        if (!known.containsKey(wanted)) {
            read();
        }
        return Optional.ofNullable(known.get(wanted));
    }

    private void read() {
        reader.poll(SHORT)
                .forEach(record -> {
                    if (records.decode(record.value()) instanceof TableDefinition table) {
                        known.put(new Version(table.getTable(), table.getVersion()), table);
                    }
                });
    }

    @Override
    public void close() {
        reader.close();
    }
}
