package dev.sluice.app.topic;

import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.app.shell.Stop;
import dev.sluice.config.KafkaConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What stands before the modules: none starts on topics that are missing or have other counts.
public final class TopicGate {

    private static final Logger LOG = LoggerFactory.getLogger(TopicGate.class);
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(2);

    private final KafkaConfig kafka;
    private final Stop stop;

    /// A gate before the modules that use these topics.
    public TopicGate(KafkaConfig kafka, Stop stop) {
        this.kafka = kafka;
        this.stop = stop;
    }

    /// Waits for the broker, and returns if the topics can be used.
    ///
    /// @return whether they can; not so if the program was asked to stop before
    /// @throws CommandFailedException if they cannot; the message says why and what to do
    public boolean pass() throws InterruptedException {
        try (BrokerTopics topics = new BrokerTopics(kafka)) {
            while (!stop.isRequested()) {
                try {
                    check(topics.inspect());
                    return true;
                } catch (BrokerAwayException e) {
                    LOG.atWarn().addKeyValue("reason", e.getMessage()).log("Waiting for Kafka");
                }
                stop.await(BETWEEN_TRIES);
            }
        }
        return false;
    }

    private static void check(List<TopicState> states) {
        List<String> problems = new ArrayList<>();
        for (TopicState state : states) {
            switch (state) {
                case TopicState.Good _ -> {}
                case TopicState.Missing missing ->
                        problems.add(
                                "topic %s does not exist; create it by: sluice topics apply"
                                        .formatted(missing.spec().name()));
                case TopicState.WrongCount wrong -> problems.add(wrong.message());
                case TopicState.Differs differs ->
                        LOG.atWarn()
                                .addKeyValue("topic", differs.spec().name())
                                .addKeyValue("differences", differs.differences())
                                .log("A topic has other settings than needed");
            }
        }
        if (!problems.isEmpty()) {
            throw new CommandFailedException(String.join("\n", problems));
        }
    }
}
