package dev.sluice.app.tail;

import dev.sluice.app.kafka.TopicReader;
import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.app.shell.ConfigFile;
import dev.sluice.app.shell.Configuration;
import dev.sluice.app.shell.Surroundings;
import dev.sluice.config.KafkaConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `sluice tail`.
@Command(
        name = "tail",
        description = {
            "Shows a topic's records as text, as they come: partition:offset, time, key, record.",
            "A record is shown as JSON, cells by the names of their columns."
        })
public final class TailCommand implements Callable<Integer> {

    private static final Duration SHORT = Duration.ofMillis(200);

    private final Surroundings surroundings;
    private final ConfigFile file;

    @Parameters(
            paramLabel = "TOPIC",
            description = "changes, rows, deltas, pushes, offsets or tables.")
    private String topic = "";

    @Option(names = "--from-beginning", description = "Begin with the first record.")
    private boolean fromBeginning;

    @Option(
            names = "--max",
            paramLabel = "N",
            description = "End after N records (default: when stopped).")
    private long max = Long.MAX_VALUE;

    /// The command in its surroundings.
    public TailCommand(Surroundings surroundings, ConfigFile file) {
        this.surroundings = surroundings;
        this.file = file;
    }

    @Override
    public Integer call() {
        KafkaConfig kafka = file.read(surroundings, Configuration.Use.TOPICS).kafka();
        String name = name(kafka);
        try (KnownDefinitions definitions = new KnownDefinitions(kafka);
                TopicReader reader =
                        fromBeginning
                                ? TopicReader.fromBeginning(kafka, name)
                                : TopicReader.fromEnd(kafka, name)) {
            ReadableRecord readable = new ReadableRecord(definitions);
            long shown = 0;
            while (!surroundings.stop().isRequested() && shown < max) {
                List<ConsumerRecord<byte[], byte[]>> records = reader.poll(SHORT);
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    if (shown == max) {
                        break;
                    }
                    surroundings.out().println(readable.line(record));
                    shown++;
                }
                surroundings.out().flush();
            }
        }
        return 0;
    }

    private String name(KafkaConfig kafka) {
        String prefix = kafka.prefix() + ".";
        String full = topic.startsWith(prefix) ? topic : prefix + topic;
        if (!kafka.topics().all().contains(full)) {
            throw new CommandFailedException(
                    "there is no topic %s; name one of %s"
                            .formatted(
                                    topic,
                                    kafka.topics().all().stream()
                                            .map(t -> t.substring(prefix.length()))
                                            .collect(Collectors.joining(", "))));
        }
        return full;
    }
}
