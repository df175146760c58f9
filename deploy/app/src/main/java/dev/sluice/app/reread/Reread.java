package dev.sluice.app.reread;

import dev.sluice.app.kafka.TopicReader;
import dev.sluice.app.shell.CommandFailedException;
import dev.sluice.app.shell.Stop;
import dev.sluice.capture.source.LogMessages;
import dev.sluice.capture.source.RereadRequest;
import dev.sluice.config.KafkaConfig;
import dev.sluice.config.SourceConfig;
import dev.sluice.record.PendingReading;
import dev.sluice.record.SourceOffset;
import dev.sluice.record.TableDefinition;
import dev.sluice.wire.Records;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// A request to read a table again, from its sending to the end of the reading. What becomes of it
/// stands in `offsets`: it is named there as long as the reading is due or under way.
final class Reread implements AutoCloseable {

    private static final Duration SHORT = Duration.ofMillis(200);

    private final RereadRequest request;
    private final String source;
    private final TopicReader offsets;
    private final Records records = new Records();
    private boolean taken;
    private boolean ended;
    private @Nullable String refusal;

    private Reread(RereadRequest request, String source, TopicReader offsets) {
        this.request = request;
        this.source = source;
        this.offsets = offsets;
    }

    /// Sends a request.
    ///
    /// @throws CommandFailedException if the table is not captured, or the source cannot be reached
    ///   or does not take the condition
    static Reread request(SourceConfig source, KafkaConfig kafka, RereadRequest request) {
        checkCaptured(kafka, request);
        TopicReader offsets = TopicReader.fromEnd(kafka, kafka.topics().offsets());
        try {
            LogMessages messages = new LogMessages(source);
            messages.checkReread(request);
            messages.requestReread(request);
            return new Reread(request, source.slot(), offsets);
        } catch (SQLException e) {
            offsets.close();
            throw new CommandFailedException(
                    "the source %s does not take the request to read %s again: %s; correct --where or the section source"
                            .formatted(source.name(), request.table(), e.getMessage()),
                    e);
        }
    }

    private static void checkCaptured(KafkaConfig kafka, RereadRequest request) {
        Records records = new Records();
        try (TopicReader tables = TopicReader.fromBeginning(kafka, kafka.topics().tables())) {
            while (!tables.hasCaughtUp()) {
                for (ConsumerRecord<byte[], byte[]> record : tables.poll(SHORT)) {
                    if (record.value() != null
                            && records.decode(record.value()) instanceof TableDefinition definition
                            && definition.getTable().equals(request.table().toString())) {
                        return;
                    }
                }
            }
        }
        throw new CommandFailedException(
                "the table %s is not captured; correct the name, or add it under tables and start capture"
                        .formatted(request.table()));
    }

    /// Waits until capture has taken the request.
    ///
    /// @return not so if the program was asked to stop before
    /// @throws CommandFailedException if no capture takes it in time
    boolean awaitTaken(Duration atMost, Clock clock, Stop stop) {
        return await(
                () -> taken,
                atMost,
                clock,
                stop,
                "no capture took the request to read %s again within %d s; start one, or look in its log why it refused");
    }

    /// Waits until the table is read.
    ///
    /// @return not so if the program was asked to stop before
    /// @throws CommandFailedException if it is not in time, or the source cannot evaluate the
    ///   condition
    boolean awaitEnd(Duration atMost, Clock clock, Stop stop) {
        return await(
                () -> ended,
                atMost,
                clock,
                stop,
                "the table %s is not wholly read within %d s; capture goes on reading it");
    }

    private boolean await(
            BooleanSupplier condition, Duration atMost, Clock clock, Stop stop, String late) {
        Instant end = clock.instant().plus(atMost);
        while (!condition.getAsBoolean()) {
            if (stop.isRequested()) {
                return false;
            }
            if (clock.instant().isAfter(end)) {
                throw new CommandFailedException(
                        late.formatted(request.table(), atMost.toSeconds()));
            }
            offsets.poll(SHORT).forEach(this::take);
        }
        if (refusal != null) {
            throw new CommandFailedException(
                    "the table %s is not read again: the source does not take --where (%s): %s"
                            .formatted(request.table(), request.condition(), refusal));
        }
        return true;
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() != null
                && new String(record.key(), StandardCharsets.UTF_8).equals(source)
                && records.decode(record.value()) instanceof SourceOffset offset) {
            boolean pending = offset.getReadings().stream().anyMatch(this::isAsked);
            offset.getRefused().stream()
                    .filter(refused -> refused.getRequest().equals(request.id()))
                    .forEach(refused -> refusal = refused.getReason());
            taken |= pending || refusal != null;
            ended = taken && !pending;
        }
    }

    private boolean isAsked(PendingReading reading) {
        return reading.getRequests().contains(request.id());
    }

    @Override
    public void close() {
        offsets.close();
    }
}
