package dev.sluice.app.cut;

import dev.sluice.app.kafka.TopicReader;
import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.app.shell.Stop;
import dev.sluice.capture.source.LogMessages;
import dev.sluice.config.KafkaConfig;
import dev.sluice.config.SourceConfig;
import dev.sluice.cut.Cut;
import dev.sluice.record.CutReached;
import dev.sluice.wire.Records;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Asks for a cut by a message in the source's log, and waits for its mark in `changes`.
public final class CutRequest {

    private static final Duration SHORT = Duration.ofMillis(200);

    private final SourceConfig source;
    private final KafkaConfig kafka;
    private final Clock clock;
    private final Stop stop;
    private final Records records = new Records();

    /// A request to this source.
    public CutRequest(SourceConfig source, KafkaConfig kafka, Clock clock, Stop stop) {
        this.source = source;
        this.kafka = kafka;
        this.clock = clock;
        this.stop = stop;
    }

    /// Asks, and returns the cut that answers.
    ///
    /// @return nothing if the program was asked to stop before
    /// @throws CommandFailedException if the source cannot be reached, or no capture answers in
    ///   time
    public Optional<Cut> send(Duration atMost) {
        String request = UUID.randomUUID().toString();
        try (TopicReader changes = TopicReader.fromEnd(kafka, kafka.topics().changes())) {
            try {
                new LogMessages(source).requestCut(request);
            } catch (SQLException e) {
                throw new CommandFailedException(
                        "the source %s takes no request: %s; start it, or correct the section source"
                                .formatted(source.name(), e.getMessage()),
                        e);
            }
            Instant end = clock.instant().plus(atMost);
            while (!stop.isRequested()) {
                for (ConsumerRecord<byte[], byte[]> record : changes.poll(SHORT)) {
                    Optional<Cut> cut = answer(record, request);
                    if (cut.isPresent()) {
                        return cut;
                    }
                }
                if (clock.instant().isAfter(end)) {
                    throw new CommandFailedException(
                            "no capture took the cut within %d s; start one (the request stays in the source's log, and the cut is made when capture comes to it)"
                                    .formatted(atMost.toSeconds()));
                }
            }
            return Optional.empty();
        }
    }

    /// The cut of a record, if it is a mark that answers the request. Marks have no key.
    private Optional<Cut> answer(ConsumerRecord<byte[], byte[]> record, String request) {
        return record.key() == null
                        && records.decode(record.value()) instanceof CutReached mark
                        && mark.getRequests().contains(request)
                ? Optional.of(new Cut(mark.getCut()))
                : Optional.empty();
    }
}
