package dev.sluice.app.http;

import dev.sluice.config.KafkaConfig;
import dev.sluice.health.Health;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks Kafka every few seconds whether it is there, in the same way as the modules reach it: the
/// clients of the modules hide for long that it is not.
public final class BrokerWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
    private static final Duration BETWEEN = Duration.ofSeconds(3);
    private static final int ANSWER_MS = 5_000;

    /// One answer that is lost is no outage.
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private final KafkaConfig kafka;
    private final Thread thread;
    private volatile long answeredAt;
    private volatile boolean answered;

    /// Begins to ask.
    public BrokerWatch(KafkaConfig kafka) {
        this.kafka = kafka;
        this.thread = Thread.ofPlatform().daemon().name("broker-watch").start(this::run);
    }

    private void run() {
        Admin admin = null;
        try {
            while (true) {
                try {
                    if (admin == null) {
                        admin = open();
                    }
                    admin.describeCluster().clusterId().get(ANSWER_MS, TimeUnit.MILLISECONDS);
                    answeredAt = System.nanoTime();
                    answered = true;
                } catch (ExecutionException | TimeoutException | KafkaException e) {
                    LOG.atDebug().addKeyValue("reason", e.toString()).log("Kafka does not answer");
                }
                Thread.sleep(BETWEEN);
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("No longer watching Kafka");
        } finally {
            close(admin);
        }
    }

    private Admin open() {
        Map<String, Object> settings = new HashMap<>(kafka.client());
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_MS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_MS);
        return Admin.create(settings);
    }

    private static void close(@Nullable Admin admin) {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
        }
    }

    /// Whether Kafka answers.
    public Health health() {
        if (!answered) {
            return Health.waiting(
                    "kafka",
                    "not reached",
                    "Kafka at %s has not answered yet".formatted(servers()));
        }
        Duration silent = Duration.ofNanos(System.nanoTime() - answeredAt);
        return silent.compareTo(PATIENCE) > 0
                ? Health.waiting(
                        "kafka",
                        "away",
                        "Kafka at %s has not answered for %d s"
                                .formatted(servers(), silent.toSeconds()))
                : Health.good("kafka", "answers");
    }

    private String servers() {
        return kafka.bootstrapServers();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
