package dev.sluice.app.topic;

import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.app.shell.ConfigFile;
import dev.sluice.app.shell.Configuration;
import dev.sluice.app.shell.Surroundings;
import dev.sluice.config.KafkaConfig;
import dev.sluice.topic.TopicSpec;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/// `sluice topics`.
@Command(name = "topics", description = "The topics that the modules meet in.")
public final class TopicsCommand {

    private final Surroundings surroundings;
    private final ConfigFile file;

    /// The command in its surroundings.
    public TopicsCommand(Surroundings surroundings, ConfigFile file) {
        this.surroundings = surroundings;
        this.file = file;
    }

    @Command(
            name = "apply",
            description = "Creates the topics, or says how they differ from what is needed.")
    int apply() throws InterruptedException {
        KafkaConfig kafka = file.read(surroundings, Configuration.Use.TOPICS).kafka();
        apply(kafka, surroundings.out());
        return 0;
    }

    /// Creates the topics that are missing.
    ///
    /// @param out is told of each topic
    /// @throws CommandFailedException if there are others that are not as needed
    public static void apply(KafkaConfig kafka, PrintWriter out) throws InterruptedException {
        try (BrokerTopics topics = new BrokerTopics(kafka)) {
            List<TopicState> states = topics.inspect();
            List<String> problems = new ArrayList<>();
            List<TopicSpec> missing = new ArrayList<>();
            for (TopicState state : states) {
                switch (state) {
                    case TopicState.Good good -> out.println(line("exists", good.spec()));
                    case TopicState.Missing m -> missing.add(m.spec());
                    case TopicState.WrongCount wrong -> problems.add(wrong.message());
                    case TopicState.Differs differs -> problems.add(message(differs));
                }
            }
            boolean countsAreGood =
                    states.stream().noneMatch(TopicState.WrongCount.class::isInstance);
            if (!missing.isEmpty() && countsAreGood) {
                topics.create(missing);
                missing.forEach(spec -> out.println(line("created", spec)));
            }
            out.flush();
            if (!problems.isEmpty()) {
                throw new CommandFailedException(String.join("\n", problems));
            }
        }
    }

    private static String message(TopicState.Differs differs) {
        return "topic %s is not as needed: %s; change it with kafka-configs.sh --alter --topic %s"
                .formatted(
                        differs.spec().name(),
                        String.join(", ", differs.differences()),
                        differs.spec().name());
    }

    private static String line(String what, TopicSpec spec) {
        return "%-8s %s (%d %s)"
                .formatted(
                        what,
                        spec.name(),
                        spec.partitions(),
                        spec.partitions() == 1 ? "partition" : "partitions");
    }
}
