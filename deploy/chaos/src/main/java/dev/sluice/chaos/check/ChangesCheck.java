package dev.sluice.chaos.check;

import dev.sluice.app.kafka.TopicReader;
import dev.sluice.config.KafkaConfig;
import dev.sluice.cut.Cut;
import dev.sluice.record.Change;
import dev.sluice.record.CutReached;
import dev.sluice.record.SourceOffset;
import dev.sluice.record.Truncated;
import dev.sluice.wire.Records;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Reads `changes` and `offsets` from their beginning: no sequence is missing or twice, and no
/// position in `offsets` was ever ahead of what `changes` holds. A position that had run ahead
/// would leave a gap as soon as a capture went on from it; the last one is compared with the last
/// change.
public final class ChangesCheck {

    private static final Duration SHORT = Duration.ofMillis(200);

    private final KafkaConfig kafka;
    private final Findings findings;
    private final Records records = new Records();
    private final BitSet sequences = new BitSet();
    private final Map<Cut, Set<String>> cuts = new TreeMap<>();
    private final Map<Cut, Set<Integer>> markedPartitions = new TreeMap<>();
    private long position;

    /// A check that has not read.
    public ChangesCheck(KafkaConfig kafka, Findings findings) {
        this.kafka = kafka;
        this.findings = findings;
    }

    /// Reads both topics.
    ///
    /// @return every cut, with the requests that it answers
    public Map<Cut, Set<String>> run() {
        read(kafka.topics().changes(), this::change);
        read(kafka.topics().offsets(), this::offset);
        int count = sequences.cardinality();
        findings.require(
                count == 0 || sequences.length() - 1 == count,
                "changes has %d sequences, but the highest is %d; the first missing is %d",
                count,
                sequences.length() - 1,
                sequences.nextClearBit(1));
        findings.require(
                position == count,
                "offsets stands at sequence %d, but changes ends with %d",
                position,
                count);
        markedPartitions.forEach((cut, partitions) ->
                findings.require(
                        partitions.size() == kafka.partitions(),
                        "the cut %s is marked in partitions %s of changes only",
                        cut,
                        partitions));
        return cuts;
    }

    /// How many changes there were.
    public long changes() {
        return sequences.cardinality();
    }

    private void read(String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (TopicReader reader = TopicReader.fromBeginning(kafka, topic)) {
            while (!reader.hasCaughtUp()) {
                reader.poll(SHORT).forEach(each);
            }
        }
    }

    private void change(ConsumerRecord<byte[], byte[]> record) {
        SpecificRecord value = records.decode(record.value());
        if (value instanceof Change change) {
            int sequence = Math.toIntExact(change.getSequence());
            findings.require(
                    !sequences.get(sequence),
                    "the sequence %d is in changes twice, the second time in partition %d at offset %d",
                    sequence,
                    record.partition(),
                    record.offset());
            sequences.set(sequence);
        } else if (value instanceof Truncated truncated) {
            // A mark, so in every partition: one sequence all the same.
            sequences.set(Math.toIntExact(truncated.getSequence()));
        } else if (value instanceof CutReached mark) {
            Cut cut = new Cut(mark.getCut());
            cuts.computeIfAbsent(cut, _ -> new HashSet<>()).addAll(mark.getRequests());
            findings.require(
                    markedPartitions
                            .computeIfAbsent(cut, _ -> new HashSet<>())
                            .add(record.partition()),
                    "the cut %s is marked twice in partition %d of changes",
                    cut,
                    record.partition());
        }
    }

    private void offset(ConsumerRecord<byte[], byte[]> record) {
        if (records.decode(record.value()) instanceof SourceOffset offset) {
            findings.require(
                    offset.getSequence() >= position,
                    "offsets goes back from sequence %d to %d at offset %d",
                    position,
                    offset.getSequence(),
                    record.offset());
            position = offset.getSequence();
        }
    }
}
