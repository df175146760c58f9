package dev.sluice.aggregator.step;

import dev.sluice.aggregator.metric.Tasks;
import dev.sluice.key.MarkKey;
import dev.sluice.record.SkippedRecord;
import dev.sluice.wire.Records;
import dev.sluice.wire.UnreadableRecordException;
import java.time.Duration;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A step of the topology: bytes in, routed bytes out. It gives each record to [#handle], calls
/// [#goOn] now and then for work that is done in slices, and turns a record that can not be used
/// into a [StoppedException] that says where it is.
///
/// Kafka Streams calls `init` again on the same instance after an aborted transaction, so an
/// implementation rebuilds there everything that it holds outside the stores.
public abstract class Step implements Processor<byte[], byte[], byte[], Routed> {

    /// How long a step that has work left lets records by before it takes up the next slice.
    private static final Duration BETWEEN_SLICES = Duration.ofMillis(20);

    private static final Logger LOG = LoggerFactory.getLogger(Step.class);

    private final Records records = new Records();
    private final SkippedRecords skipped;
    private final String name;
    private final Tasks tasks;
    private @Nullable ProcessorContext<byte[], Routed> context;
    private Tasks.@Nullable Task shown;

    /// @param name as in metrics
    /// @param skipped tells which records that can not be used are to be passed
    /// @param tasks shows the task's numbers to others
    protected Step(String name, SkippedRecords skipped, Tasks tasks) {
        this.name = name;
        this.skipped = skipped;
        this.tasks = tasks;
    }

    @Override
    public final void init(ProcessorContext<byte[], Routed> context) {
        this.context = context;
        shown = tasks.begin(name, context.taskId().partition());
        begin(context);
        context.schedule(BETWEEN_SLICES, PunctuationType.WALL_CLOCK_TIME, now -> goOn());
    }

    @Override
    public final void process(Record<byte[], byte[]> record) {
        RecordMetadata place = Objects.requireNonNull(context).recordMetadata().orElseThrow();
        try {
            handle(place, record.key(), record.value());
        } catch (UnreadableRecordException | UnusableRecordException e) {
            throw new StoppedException(place.topic(), place.partition(), place.offset(), e);
        }
        shown().handled(record.timestamp());
    }

    @Override
    public final void close() {
        if (shown != null) {
            tasks.end(shown);
        }
    }

    /// What the task shows to others.
    protected final Tasks.Task shown() {
        return Objects.requireNonNull(shown, "init() comes first");
    }

    /// Takes up the state that the stores hold.
    protected abstract void begin(ProcessorContext<byte[], Routed> context);

    /// Does what one record asks for, or the first slice of it.
    ///
    /// @param place where it stands
    protected abstract void handle(
            RecordMetadata place, byte @Nullable [] key, byte @Nullable [] value);

    /// Does the next slice of what is left to do, if anything is.
    protected abstract void goOn();

    /// Encodes and decodes; of this task alone.
    protected final Records records() {
        return records;
    }

    /// Goes past a record that can not be used, if an operator said so.
    ///
    /// @param key the record's
    /// @param reason what is wrong with it
    /// @return what is to be remembered of it
    /// @throws StoppedException if nobody did, or the record is a mark: what it counts is lost then
    protected final SkippedRecord pass(
            String topic,
            int partition,
            long offset,
            byte @Nullable [] key,
            RuntimeException reason) {
        SkippedRecord skip = MarkKey.isMark(key) ? null : skipped.find(topic, partition, offset);
        if (skip == null) {
            throw new StoppedException(topic, partition, offset, reason);
        }
        LOG.atWarn()
                .addKeyValue("topic", topic)
                .addKeyValue("partition", partition)
                .addKeyValue("offset", offset)
                .addKeyValue("reason", reason.getMessage())
                .log("A record that can not be used is passed, as an operator said");
        return skip;
    }

    /// The record that a value holds.
    protected final SpecificRecord decode(byte @Nullable [] value) {
        if (value == null) {
            throw new UnusableRecordException("it has no value, but must have one");
        }
        return records.decode(value);
    }
}
