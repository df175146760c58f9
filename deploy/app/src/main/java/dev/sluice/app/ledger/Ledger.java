package dev.sluice.app.ledger;

import dev.sluice.app.kafka.TopicReader;
import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.config.KafkaConfig;
import dev.sluice.cut.Cut;
import dev.sluice.key.PushKey;
import dev.sluice.record.Push;
import dev.sluice.record.PushState;
import dev.sluice.wire.Records;
import dev.sluice.wire.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// The ledger as it is read: of each push the newest entry. Not thread-safe.
public final class Ledger implements AutoCloseable {

    private static final Duration SHORT = Duration.ofMillis(200);

    /// A push and what the ledger says of it.
    public record Entry(PushKey key, Push push) {

        /// The cut that it shows.
        public Cut cut() {
            return key.cut();
        }

        /// Whether it is in the tenant's bucket.
        public boolean isDelivered() {
            return push.getState() == PushState.DELIVERED;
        }

        /// How far it is, in words.
        public String describe() {
            return switch (push.getState()) {
                case REQUESTED -> "asked for";
                case STAGED -> "being delivered";
                case WAITING ->
                        "waiting: %s (attempt %d)".formatted(push.getReason(), push.getAttempts());
                case DELIVERED -> "delivered";
            };
        }

        /// Live rows of all files.
        public long rows() {
            return push.getFiles().stream().mapToLong(file -> file.getRows()).sum();
        }

        /// Deletions of all files.
        public long deletions() {
            return push.getFiles().stream().mapToLong(file -> file.getDeletions()).sum();
        }

        /// Bytes of all files.
        public long bytes() {
            return push.getFiles().stream().mapToLong(file -> file.getBytes()).sum();
        }
    }

    private final TopicReader reader;
    private final Records records = new Records();
    private final Map<String, Entry> entries = new TreeMap<>();

    private Ledger(TopicReader reader) {
        this.reader = reader;
    }

    /// Opens it and reads what is there.
    ///
    /// @throws CommandFailedException if the topic cannot be read
    public static Ledger open(KafkaConfig kafka) {
        Ledger ledger = new Ledger(TopicReader.fromBeginning(kafka, kafka.topics().pushes()));
        while (!ledger.reader.hasCaughtUp()) {
            ledger.read(SHORT);
        }
        return ledger;
    }

    /// The pushes, by cut, then tenant; those that are asked for last.
    public List<Entry> entries() {
        return sorted(entries.values());
    }

    /// Reads on, and returns the entries that came, in the order they were written.
    public List<Entry> read(Duration atMost) {
        List<Entry> news = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(atMost)) {
            if (record.value() == null) {
                // A request that is answered.
                entries.remove(new String(record.key(), StandardCharsets.UTF_8));
                continue;
            }
            Entry entry = entry(record);
            entries.put(entry.key().toString(), entry);
            news.add(entry);
        }
        return news;
    }

    private Entry entry(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (records.decode(record.value()) instanceof Push push) {
                return new Entry(PushKey.parse(record.key()), push);
            }
            throw unreadable(record, "it is no Push", null);
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            throw unreadable(record, String.valueOf(e.getMessage()), e);
        }
    }

    private static CommandFailedException unreadable(
            ConsumerRecord<?, ?> record, String why, @Nullable Throwable cause) {
        return new CommandFailedException(
                "%s, partition %d, offset %d cannot be read: %s; use the Sluice that wrote it"
                        .formatted(record.topic(), record.partition(), record.offset(), why),
                cause);
    }

    private static List<Entry> sorted(Collection<Entry> entries) {
        return entries.stream()
                .sorted(
                        Comparator.comparing((Entry entry) -> entry.key().isRequest())
                                .thenComparing(Entry::cut)
                                .thenComparing(entry -> entry.key().tenant())
                                .thenComparing(entry -> entry.key().type()))
                .toList();
    }

    @Override
    public void close() {
        reader.close();
    }
}
