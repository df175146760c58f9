package dev.sluice.capture.write;

import dev.sluice.capture.source.SourceTable;
import dev.sluice.capture.stream.Sink;
import dev.sluice.record.Change;
import dev.sluice.record.SourceOffset;
import dev.sluice.record.TableDefinition;
import dev.sluice.topic.Topics;
import dev.sluice.wire.Records;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// Writes the records of a batch and the position they end at in one Kafka transaction. The
/// transactional id belongs to the source: opening a writer ends the transaction of every writer
/// before it and fences it. Not thread-safe.
public final class ChangesWriter implements Sink, AutoCloseable {

    private final Topics topics;
    private final String source;
    private final int maxRecordBytes;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Records records = new Records();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final KafkaClientMetrics metrics;
    private boolean open;

    /// Opens the writer of a source.
    ///
    /// @param source the source's name, the key in `offsets`
    /// @param client settings of every Kafka client
    /// @param registry takes the producer's own metrics
    public ChangesWriter(
            Topics topics,
            String source,
            Map<String, Object> client,
            int maxRecordBytes,
            MeterRegistry registry) {
        this.topics = topics;
        this.source = source;
        this.maxRecordBytes = maxRecordBytes;
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.prefix() + "-capture-" + source);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxRecordBytes);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(64L << 20, 2L * maxRecordBytes));
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 << 10);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        settings.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        this.producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.metrics = new KafkaClientMetrics(producer);
        metrics.bindTo(registry);
        producer.initTransactions();
    }

    @Override
    public void change(int partition, byte[] key, SourceTable table, Change change) {
        byte[] value = records.encode(change);
        if (value.length + key.length > maxRecordBytes) {
            throw RecordTooLarge.of(table, change, value.length, maxRecordBytes, null);
        }
        send(new ProducerRecord<>(topics.changes(), partition, key, value), table);
    }

    @Override
    public void mark(int partition, SpecificRecord mark) {
        send(new ProducerRecord<>(topics.changes(), partition, null, records.encode(mark)));
    }

    @Override
    public void definition(TableDefinition definition) {
        String key = definition.getTable() + "/" + definition.getVersion();
        send(
                new ProducerRecord<>(
                        topics.tables(),
                        0,
                        key.getBytes(StandardCharsets.UTF_8),
                        records.encode(definition)));
    }

    /// Commits all that was given since the last commit, and where the source stands after it.
    ///
    /// @throws KafkaException if Kafka did not take it all; the writer is of no further use
    /// @throws RecordTooLarge if one record is over the limit
    public void commit(SourceOffset offset) {
        send(
                new ProducerRecord<>(
                        topics.offsets(),
                        0,
                        source.getBytes(StandardCharsets.UTF_8),
                        records.encode(offset)));
        try {
            producer.commitTransaction();
            open = false;
        } catch (KafkaException e) {
            RuntimeException first = failure.get();
            throw first == null ? e : first;
        }
    }

    private void send(ProducerRecord<byte[], byte[]> message) {
        send(message, null);
    }

    /// @param table that a change is of; null for other records
    private void send(ProducerRecord<byte[], byte[]> message, @Nullable SourceTable table) {
        if (!open) {
            producer.beginTransaction();
            open = true;
        }
        var sent =
                producer.send(
                        message,
                        (metadata, error) -> {
                            if (error != null) {
                                failure.compareAndSet(null, describe(message, table, error));
                            }
                        });
        if (sent.isDone() && failure.get() != null) {
            throw failure.get();
        }
    }

    /// By the producer's thread, hence the records of its own.
    private RuntimeException describe(
            ProducerRecord<byte[], byte[]> message, @Nullable SourceTable table, Exception error) {
        if (error instanceof RecordTooLargeException
                && table != null
                && new Records().decode(message.value()) instanceof Change change) {
            return RecordTooLarge.of(table, change, message.value().length, maxRecordBytes, error);
        }
        return error instanceof RuntimeException unchecked
                ? unchecked
                : new KafkaException("writing to " + message.topic() + " failed", error);
    }

    /// Closes the producer; what was not committed is given up.
    @Override
    public void close() {
        metrics.close();
        producer.close(Duration.ofSeconds(5));
    }
}
