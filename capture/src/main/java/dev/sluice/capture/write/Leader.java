package dev.sluice.capture.write;

import dev.sluice.health.Pulse;
import dev.sluice.topic.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides which capture of a source runs: the one that Kafka gives the single partition of
/// `offsets` to, in the consumer group of all captures. It reads nothing; holding the partition is
/// all. A capture that lost it is told, and its successor's transactional id fences it in any case.
/// One that stands for election beside a leader takes nothing from it: with the assignors that
/// Kafka prefers by itself, every capture that comes or goes would end the leader's term.
public final class Leader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leader.class);

    private static final long WAIT_MILLIS = 500;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    private final Runnable onLoss;
    private final Pulse pulse;
    private final MeterRegistry registry;
    private final Object monitor = new Object();
    private boolean held;
    private @Nullable RuntimeException failure;
    private volatile boolean closed;

    /// Stands for election at once.
    ///
    /// @param onLoss called by the election's thread when the lead is lost
    /// @param pulse beats with each turn of the election's loop
    /// @param registry takes the consumer's own metrics
    public Leader(
            Topics topics,
            Map<String, Object> client,
            Runnable onLoss,
            Pulse pulse,
            MeterRegistry registry) {
        this.onLoss = onLoss;
        this.pulse = pulse;
        this.registry = registry;
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, topics.prefix() + "-capture");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
        settings.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        settings.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        this.consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(topics.offsets()), new Election());
        this.thread = Thread.ofPlatform().daemon().name("capture-leader").start(this::poll);
    }

    /// Waits until this capture leads, or for a moment.
    ///
    /// @return whether it leads
    /// @throws IllegalStateException if it can never lead again, because its election failed
    public boolean await() throws InterruptedException {
        synchronized (monitor) {
            if (!held && !closed && failure == null) {
                monitor.wait(WAIT_MILLIS);
            }
            if (failure != null) {
                throw new IllegalStateException(
                        "the election of the capture that leads failed (%s); start this capture again"
                                .formatted(failure),
                        failure);
            }
            return held;
        }
    }

    /// Whether this capture leads, as far as it knows.
    public boolean isHeld() {
        synchronized (monitor) {
            return held;
        }
    }

    private void poll() {
        try (consumer;
                KafkaClientMetrics metrics = new KafkaClientMetrics(consumer)) {
            metrics.bindTo(registry);
            while (!closed) {
                pulse.beat();
                consumer.poll(Duration.ofMillis(500));
                if (!consumer.paused().containsAll(consumer.assignment())) {
                    consumer.pause(consumer.assignment());
                }
            }
        } catch (WakeupException e) {
            LOG.atDebug().log("No longer a candidate");
        } catch (RuntimeException e) {
            // Kept for the thread that captures, which would wait for ever. The term was told to
            // end
            // when the consumer closed.
            synchronized (monitor) {
                held = false;
                failure = e;
                monitor.notifyAll();
            }
        }
    }

    private void set(boolean now) {
        synchronized (monitor) {
            held = now;
            monitor.notifyAll();
        }
    }

    private final class Election implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                consumer.pause(partitions);
                LOG.atInfo().log("This capture leads");
                set(true);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (!partitions.isEmpty()) {
                LOG.atInfo().log("This capture no longer leads");
                set(false);
                onLoss.run();
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            onPartitionsRevoked(partitions);
        }
    }

    @Override
    public void close() {
        closed = true;
        synchronized (monitor) {
            monitor.notifyAll();
        }
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
