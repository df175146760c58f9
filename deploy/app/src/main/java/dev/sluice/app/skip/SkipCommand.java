package dev.sluice.app.skip;

import dev.sluice.app.kafka.TopicReader;
import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.app.shell.ConfigFile;
import dev.sluice.app.shell.Configuration;
import dev.sluice.app.shell.Surroundings;
import dev.sluice.config.KafkaConfig;
import dev.sluice.key.MarkKey;
import dev.sluice.record.SkippedRecord;
import dev.sluice.wire.Records;
import dev.sluice.wire.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sluice skip`.
@Command(
        name = "skip",
        description = {
            "Goes past a record that cannot be read and that stops a module.",
            "The row is named in later manifests until it is told anew and completely."
        },
        footer = {
            "",
            "Example, with topic, partition and offset from the message of the module that stopped:",
            "  sluice skip changes 3 1234"
        })
public final class SkipCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    private final ConfigFile file;

    @Parameters(index = "0", paramLabel = "TOPIC", description = "changes, rows or deltas.")
    private String topic = "";

    @Parameters(index = "1", paramLabel = "PARTITION", description = "The record's partition.")
    private int partition;

    @Parameters(index = "2", paramLabel = "OFFSET", description = "The record's offset.")
    private long offset;

    @Option(
            names = "--force",
            description = "Skip a record that can be read, but that a module cannot use.")
    private boolean force;

    /// The command in its surroundings.
    public SkipCommand(Surroundings surroundings, ConfigFile file) {
        this.surroundings = surroundings;
        this.file = file;
    }

    @Override
    public Integer call() {
        KafkaConfig kafka = file.read(surroundings, Configuration.Use.MIDDLE).kafka();
        String name = name(kafka);
        ConsumerRecord<byte[], byte[]> record =
                TopicReader.find(kafka, name, partition, offset)
                        .orElseThrow(() ->
                                new CommandFailedException(
                                        "%s has no record; take topic, partition and offset from the message of the module that stopped"
                                                .formatted(place(name))));
        check(name, record);
        new SkipEntry(kafka)
                .write(
                        new SkippedRecord(
                                name,
                                partition,
                                offset,
                                new String(record.key(), StandardCharsets.UTF_8),
                                micros(surroundings.clock().instant())));
        surroundings
                .out()
                .println(
                        "skipped  %s %s; start the module that stopped there again"
                                .formatted(
                                        place(name),
                                        new String(record.key(), StandardCharsets.UTF_8)));
        surroundings.out().flush();
        return 0;
    }

    private String name(KafkaConfig kafka) {
        String prefix = kafka.prefix() + ".";
        String full = topic.startsWith(prefix) ? topic : prefix + topic;
        List<String> skippable =
                List.of(kafka.topics().changes(), kafka.topics().rows(), kafka.topics().deltas());
        if (!skippable.contains(full)) {
            throw new CommandFailedException(
                    "no record of %s can be skipped; of changes, rows and deltas they can"
                            .formatted(topic));
        }
        return full;
    }

    private void check(String name, ConsumerRecord<byte[], byte[]> record) {
        if (MarkKey.isMark(record.key())) {
            throw new CommandFailedException(
                    "%s is a mark: without what it counts nobody knows what else is lost, so it is never skipped; restore the topic, or start again with a new kafka.prefix"
                            .formatted(place(name)));
        }
        String readable = readable(record.value());
        if (readable != null && !force) {
            throw new CommandFailedException(
                    "%s can be read: %s; if a module stops at it nevertheless, and nothing else mends that, skip it by --force"
                            .formatted(place(name), readable));
        }
    }

    /// What a value holds; null if it cannot be read.
    private static @Nullable String readable(byte @Nullable [] value) {
        if (value == null) {
            return "it is the null after a deletion";
        }
        try {
            return "it is a " + new Records().decode(value).getSchema().getName();
        } catch (UnreadableRecordException e) {
            return null;
        }
    }

    private String place(String name) {
        return "topic %s, partition %d, offset %d".formatted(name, partition, offset);
    }

    private static long micros(Instant at) {
        return TimeUnit.SECONDS.toMicros(at.getEpochSecond())
                + TimeUnit.NANOSECONDS.toMicros(at.getNano());
    }
}
