package dev.sluice.publisher.definitions;

import dev.sluice.publisher.kafka.PartitionReader;
import dev.sluice.publisher.kafka.Unreadable;
import dev.sluice.record.TableDefinition;
import dev.sluice.wire.Records;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Definitions as the topic `tables` tells them. The topic is read when somebody asks, by the
/// thread that asks.
public final class TopicDefinitions implements Definitions, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicDefinitions.class);
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final KnownDefinitions known = new KnownDefinitions();
    private final ReentrantLock lock = new ReentrantLock();
    private final Records records = new Records();
    private final PartitionReader reader;

    /// @param reader of the topic's one partition, at its beginning; closed with this
    public TopicDefinitions(PartitionReader reader) {
        this.reader = reader;
    }

    @Override
    public TableDefinition version(String table, int version) throws InterruptedException {
        Optional<TableDefinition> found = known.version(table, version);
        boolean told = false;
        while (found.isEmpty()) {
            catchUp();
            found = known.version(table, version);
            if (found.isEmpty()) {
                if (!told) {
                    LOG.atWarn()
                            .addKeyValue("table", table)
                            .addKeyValue("version", version)
                            .log("Waiting for a definition that rows name already");
                    told = true;
                }
                Thread.sleep(PATIENCE);
            }
        }
        return found.get();
    }

    @Override
    public Optional<TableDefinition> at(String table, long sequence) {
        return known.at(table, sequence);
    }

    @Override
    public List<TableDefinition> allAt(long sequence) {
        return known.allAt(sequence);
    }

    @Override
    public void catchUp() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            reader.readToEnd(this::learn);
        } finally {
            lock.unlock();
        }
    }

    private void learn(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() != null
                && Unreadable.decode(records, record) instanceof TableDefinition definition) {
            known.add(definition);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
