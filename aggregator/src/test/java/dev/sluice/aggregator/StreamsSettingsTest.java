package dev.sluice.aggregator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigException;
import dev.sluice.config.Document;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/// What Kafka Streams itself makes of our settings.
class StreamsSettingsTest {

    private static final String KAFKA =
            "kafka: { client: { bootstrap.servers: \"kafka:9092\" } }\n";

    @Test
    void aNamedInstanceKeepsItsPlaceOverARestart() {
        // When
        Map<String, Object> consumer =
                consumer(KAFKA + "aggregator: { instance: sluice-aggregator-0, standbys: 1 }");

        // Then: Kafka Streams ends the name with the thread's index.
        assertThat(consumer)
                .containsEntry("group.instance.id", "sluice-aggregator-0-3")
                .containsEntry("session.timeout.ms", 90_000);
    }

    @Test
    void anInstanceWithoutANameIsReplacedSoon() {
        // When
        Map<String, Object> consumer = consumer(KAFKA);

        // Then
        assertThat(consumer)
                .doesNotContainKey("group.instance.id")
                .containsEntry("session.timeout.ms", 15_000);
    }

    @Test
    void standbysAreAskedFor() {
        assertThat(
                        settings(KAFKA + "aggregator: { standbys: 2 }")
                                .getInt(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG))
                .isEqualTo(2);
    }

    @Test
    void aNameThatKafkaWouldRefuseIsAMistake() {
        Assertions.assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> settings(KAFKA + "aggregator: { instance: a/b }"))
                .withMessageContaining("aggregator.instance (line 2)");
    }

    private static Map<String, Object> consumer(String yaml) {
        return settings(yaml).getMainConsumerConfigs("sluice-aggregator", "client", 3);
    }

    private static StreamsConfig settings(String yaml) {
        Document document = Document.parse("sluice.yaml", yaml, Map.of());
        var config = AggregatorConfig.from(document.root());
        document.check();
        return new StreamsConfig(StreamsSettings.of(config.get()));
    }
}
