package dev.sluice.embedded;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.testcontainers.kafka.KafkaContainer;

/// Kafka in a container, configured as [EmbeddedBroker] is.
final class ContainerBroker implements BrokerServer {

    private static final String IMAGE = "apache/kafka:4.3.1";
    private static final int CLIENT_PORT = 9092;
    private static final int PROBE_SECONDS = 5;

    private final KafkaContainer container;
    private final ContainerRun run;

    private ContainerBroker(KafkaContainer container) {
        this.container = container;
        this.run = ContainerRun.start(container, () -> probe());
    }

    static ContainerBroker start(int port) {
        KafkaContainer container = new KafkaContainer(IMAGE);
        KafkaSettings.COMMON.forEach((name, value) -> container.withEnv(variable(name), value));
        container.setPortBindings(List.of(port + ":" + CLIENT_PORT));
        return new ContainerBroker(container);
    }

    /// The image reads `KAFKA_MESSAGE_MAX_BYTES` as `message.max.bytes`.
    private static String variable(String property) {
        return "KAFKA_" + property.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private boolean probe() throws Exception {
        try (Admin admin = admin()) {
            return admin.describeCluster().nodes().get(PROBE_SECONDS, TimeUnit.SECONDS).size() == 1;
        }
    }

    @Override
    public String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void stop() {
        run.stop();
    }

    @Override
    public void start() {
        run.start();
    }

    @Override
    public void close() {
        run.close();
    }
}
