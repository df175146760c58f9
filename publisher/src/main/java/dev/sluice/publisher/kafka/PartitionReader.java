package dev.sluice.publisher.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/// Reads one partition from a place on, outside of any group. One thread at a time.
public final class PartitionReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Clients clients;
    private final TopicPartition partition;

    PartitionReader(
            KafkaConsumer<byte[], byte[]> consumer, Clients clients, TopicPartition partition) {
        this.consumer = consumer;
        this.clients = clients;
        this.partition = partition;
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    /// Goes to an offset.
    public void seek(long offset) {
        consumer.seek(partition, offset);
    }

    /// The offset of the record to be read next.
    public long position() {
        return consumer.position(partition);
    }

    /// The next records, after a short wait if there are none yet.
    public List<ConsumerRecord<byte[], byte[]>> poll() {
        return consumer.poll(POLL).records(partition);
    }

    /// The records that have come already.
    public List<ConsumerRecord<byte[], byte[]>> pollNow() {
        return consumer.poll(Duration.ZERO).records(partition);
    }

    /// Reads up to where the partition ends now. Transactions that are still open count: their end
    /// is waited for, so that nothing that is being written at this moment is missed.
    public void readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> taker)
            throws InterruptedException {
        long end = endWithOpenTransactions();
        while (position() < end) {
            poll().forEach(taker);
        }
    }

    private long endWithOpenTransactions() throws InterruptedException {
        Admin admin = clients.admin();
        KafkaFuture<Long> end =
                admin.listOffsets(
                                Map.of(partition, OffsetSpec.latest()),
                                new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                        .partitionResult(partition)
                        .thenApply(result -> Objects.requireNonNull(result).offset());
        return Clients.await(end);
    }

    @Override
    public void close() {
        consumer.close(
                org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(5)));
    }
}
