package dev.sluice.publisher.ledger;

import dev.sluice.key.PushKey;
import dev.sluice.publisher.kafka.Clients;
import dev.sluice.wire.Records;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the ledger. Every transaction commits a position of the consumer group with it, even one
/// that has not moved: the broker accepts positions only from a member of the group's present
/// generation, and with the positions it refuses the entries. So a publisher that lost its
/// partitions, and does not know it yet, can write nothing.
///
/// Entries may be written again when it is not known whether a commit arrived: an entry has the
/// same key and the same value then. One thread, the consumer's.
public final class LedgerWriter implements AutoCloseable {

    /// How a transaction ended.
    public enum Outcome {
        COMMITTED,
        /// The group has moved on; who holds which partition is known after the next poll.
        OUT_OF_DATE,
        /// Kafka was not to be reached; it is not known whether the transaction was committed.
        UNKNOWN
    }

    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final Clients clients;
    private final MeterRegistry registry;
    private final Records records = new Records();
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private @Nullable KafkaClientMetrics metrics;

    /// @param clients where the ledger is
    /// @param registry takes the producer's own metrics
    public LedgerWriter(Clients clients, MeterRegistry registry) {
        this.clients = clients;
        this.registry = registry;
    }

    /// Writes in one transaction.
    ///
    /// @param writes at least one
    /// @param positions of all their partitions, for the group to have
    /// @param group the group as the consumer knows it at this moment
    public Outcome write(
            List<LedgerWrite> writes,
            Map<TopicPartition, OffsetAndMetadata> positions,
            ConsumerGroupMetadata group) {
        KafkaProducer<byte[], byte[]> live = producer;
        try {
            if (live == null) {
                live = clients.ledgerProducer();
                producer = live;
                metrics = new KafkaClientMetrics(live);
                metrics.bindTo(registry);
                live.initTransactions();
            }
            live.beginTransaction();
            for (LedgerWrite write : writes) {
                send(write, live);
            }
            live.sendOffsetsToTransaction(positions, group);
            live.commitTransaction();
            return Outcome.COMMITTED;
        } catch (CommitFailedException
                | RebalanceInProgressException
                | FencedInstanceIdException e) {
            LOG.atInfo()
                    .addKeyValue("reason", e.getMessage())
                    .log("The group has moved on, the ledger transaction is given up");
            discard(live);
            return Outcome.OUT_OF_DATE;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.atWarn()
                    .addKeyValue("reason", e.toString())
                    .log("A ledger transaction failed and is tried again");
            discard(live);
            return Outcome.UNKNOWN;
        }
    }

    private void send(LedgerWrite write, KafkaProducer<byte[], byte[]> live) {
        for (LedgerEntry entry : write.entries()) {
            send(write, entry.key(), records.encode(entry.push()), live);
        }
        for (PushKey request : write.answered()) {
            send(write, request, null, live);
        }
    }

    private void send(
            LedgerWrite write,
            PushKey key,
            byte @Nullable [] value,
            KafkaProducer<byte[], byte[]> live) {
        // A failure shows in commitTransaction.
        var _ =
                live.send(
                        new ProducerRecord<>(
                                clients.topics().pushes(),
                                write.deltas().partition(),
                                key.bytes(),
                                value));
    }

    /// Gives the producer up. The next one bears the same id, so that its first act ends the
    /// transaction that this one may have left open.
    private void discard(@Nullable KafkaProducer<byte[], byte[]> live) {
        producer = null;
        if (metrics != null) {
            metrics.close();
            metrics = null;
        }
        if (live != null) {
            live.close(CLOSE);
        }
    }

    @Override
    public void close() {
        discard(producer);
    }
}
