package dev.sluice.publisher.partition;

import dev.sluice.publisher.ledger.LedgerReader;
import dev.sluice.publisher.ledger.LedgerWrite;
import dev.sluice.publisher.ledger.LedgerWriter;
import dev.sluice.publisher.ledger.LedgerWriter.Outcome;
import dev.sluice.publisher.partition.Outbox.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that owns the consumer of `deltas` and the ledger's producer: it polls, hands
/// records to the work on their partitions, and writes what the work leaves in the outbox. It does
/// nothing that takes long, so that the group never takes it for dead.
///
/// Partitions come and go within a poll. Since the ledger is written by this same thread, between
/// polls, a write is either of a partition that is held at that moment, or of a generation of the
/// group that is over and that the broker refuses.
///
/// Over 200 lines, since all of it is what one thread does with one consumer between two polls, and
/// the order of these steps is what fencing rests on.
public final class PollLoop implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final long STOP_SECONDS = 10;

    private final Workshop shop;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final LedgerReader ledgers;
    private final LedgerWriter writer;
    private final PollState state;
    private final Outbox outbox = new Outbox();
    private final Map<TopicPartition, PartitionWork> held = new HashMap<>();
    private final Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    private final List<PartitionWork> released = new ArrayList<>();
    private volatile boolean stopping;

    /// @param shop what the work on all partitions shares
    /// @param consumer of the group; closed when the loop ends
    /// @param ledgers reads what was published
    /// @param writer writes the ledger; closed when the loop ends
    /// @param state shows to others what the loop does
    public PollLoop(
            Workshop shop,
            KafkaConsumer<byte[], byte[]> consumer,
            LedgerReader ledgers,
            LedgerWriter writer,
            PollState state) {
        this.shop = shop;
        this.consumer = consumer;
        this.ledgers = ledgers;
        this.writer = writer;
        this.state = state;
    }

    /// Runs until [#stop()], or until something happens that only a person can mend, and throws
    /// that.
    public void run() throws InterruptedException {
        // The consumer first: giving its partitions up may still write.
        try (writer;
                consumer) {
            consumer.subscribe(List.of(shop.clients().topics().deltas()), this);
            while (!stopping) {
                state.moved();
                outbox.flush(this::holds, this::commit);
                handOut(poll());
                pauseAndResume();
                lookAtFailures();
            }
            outbox.flush(this::holds, this::commit);
        } catch (InterruptException e) {
            // Kafka has set the thread's interrupt again.
            throw new InterruptedException();
        } finally {
            awaitReleased();
        }
    }

    /// Ends [#run()] soon. From any thread.
    public void stop() {
        stopping = true;
    }

    private boolean commit(List<LedgerWrite> writes) {
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (LedgerWrite write : writes) {
            OffsetAndMetadata position = positions.get(write.deltas());
            if (position != null) {
                next.putIfAbsent(write.deltas(), position);
            }
            write.usedUp()
                    .ifPresent(offset -> next.put(write.deltas(), new OffsetAndMetadata(offset)));
        }
        boolean committed =
                writer.write(writes, next, consumer.groupMetadata()) == Outcome.COMMITTED;
        if (committed) {
            positions.putAll(next);
        }
        return committed;
    }

    private boolean holds(PartitionWork work) {
        return work.equals(held.get(work.partition()));
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(POLL);
        } catch (OffsetOutOfRangeException e) {
            throw new IllegalStateException(
                    "the group %s stands at offsets that deltas no longer has, %s (or does not have yet): retention was faster than the publisher, or the topic was made anew. Pushes are missing; set the offsets with kafka-consumer-groups --reset-offsets, and every tenant whose chain is broken receives a full push"
                            .formatted(shop.clients().group(), e.offsetOutOfRangePartitions()),
                    e);
        }
    }

    private void handOut(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            PartitionWork work = held.get(partition);
            if (work != null) {
                work.add(records.records(partition));
            }
        }
    }

    private void pauseAndResume() {
        Set<TopicPartition> paused = consumer.paused();
        held.forEach((partition, work) -> {
            if (work.isFull() && !paused.contains(partition)) {
                consumer.pause(List.of(partition));
            } else if (!work.isFull() && paused.contains(partition)) {
                consumer.resume(List.of(partition));
            }
        });
    }

    /// Work that failed because Kafka was away begins again where the ledger stands. Anything else
    /// ends the publisher: going on would mean to pass something over.
    private void lookAtFailures() throws InterruptedException {
        for (Failure failure = outbox.failure(); failure != null; failure = outbox.failure()) {
            TopicPartition partition = failure.work().partition();
            if (!(failure.cause() instanceof RetriableException)) {
                throw failure.cause() instanceof RuntimeException bug
                        ? bug
                        : new IllegalStateException(
                                "publishing partition "
                                        + partition.partition()
                                        + " failed: "
                                        + failure.cause(),
                                failure.cause());
            }
            if (holds(failure.work())) {
                LOG.atWarn()
                        .addKeyValue("partition", partition.partition())
                        .addKeyValue("reason", failure.cause().toString())
                        .log("The work on a partition begins again");
                release(List.of(partition));
                takeUntilKafkaAnswers(List.of(partition));
            }
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        try {
            takeUntilKafkaAnswers(partitions);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void takeUntilKafkaAnswers(Collection<TopicPartition> partitions)
            throws InterruptedException {
        boolean taken = false;
        while (!taken && !stopping) {
            state.moved();
            try {
                take(partitions);
                taken = true;
                state.holds(held.size());
            } catch (RetriableException e) {
                LOG.atWarn()
                        .addKeyValue("reason", e.toString())
                        .log("Taking partitions over waits for Kafka");
                release(partitions);
            }
        }
    }

    private void take(Collection<TopicPartition> partitions) throws InterruptedException {
        // Waits for the end of a transaction that a former holder has open on these positions.
        Map<TopicPartition, OffsetAndMetadata> committed =
                consumer.committed(Set.copyOf(partitions));
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata position = committed.get(partition);
            if (position == null) {
                position = firstPosition(partition);
            }
            consumer.seek(partition, position);
            PartitionWork work =
                    new PartitionWork(shop, partition, ledgers, position.offset(), outbox);
            held.put(partition, work);
            positions.put(partition, position);
            work.start();
            LOG.atInfo()
                    .addKeyValue("partition", partition.partition())
                    .addKeyValue("position", position.offset())
                    .log("Partition taken");
        }
    }

    /// Nothing was ever published from the partition, which its ledger has to confirm: an empty one
    /// is read at once.
    private OffsetAndMetadata firstPosition(TopicPartition partition) throws InterruptedException {
        if (!ledgers.read(partition.partition()).isEmpty()) {
            throw new IllegalStateException(
                    "the group %s has no position in partition %d of %s, though the ledger has pushes made from it: the group's offsets were lost. Set them to \"deltasTo\" of the partition's last push (sluice pushes), with kafka-consumer-groups --reset-offsets, and start again"
                            .formatted(
                                    shop.clients().group(),
                                    partition.partition(),
                                    partition.topic()));
        }
        Long beginning = consumer.beginningOffsets(List.of(partition)).get(partition);
        return new OffsetAndMetadata(beginning == null ? 0 : beginning);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        outbox.flush(this::holds, this::commit);
        release(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        release(partitions);
        state.left();
    }

    private void release(Collection<TopicPartition> partitions) {
        released.removeIf(PartitionWork::isOver);
        for (TopicPartition partition : partitions) {
            PartitionWork work = held.remove(partition);
            if (work != null) {
                work.close();
                released.add(work);
                positions.remove(partition);
                state.holds(held.size());
                LOG.atInfo()
                        .addKeyValue("partition", partition.partition())
                        .log("Partition given up");
            }
        }
    }

    /// What was given up may need a moment to end, and uses files and clients that are closed next.
    private void awaitReleased() throws InterruptedException {
        release(List.copyOf(held.keySet()));
        for (PartitionWork work : released) {
            work.await(STOP_SECONDS);
        }
    }
}
