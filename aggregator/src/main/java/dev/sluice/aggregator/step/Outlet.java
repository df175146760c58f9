package dev.sluice.aggregator.step;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// One of the topics that a step writes to. Records leave in the order of the calls, in the
/// transaction of the record that is being handled. Of one task; not thread-safe.
public final class Outlet {

    private final ProcessorContext<byte[], Routed> context;
    private final String sink;

    /// @param context of the task
    /// @param sink the name of the sink in the topology
    public Outlet(ProcessorContext<byte[], Routed> context, String sink) {
        this.context = context;
        this.sink = sink;
    }

    /// Sends a record without headers.
    public void send(int partition, byte @Nullable [] key, byte[] value) {
        send(partition, key, value, new RecordHeaders());
    }

    /// Sends a record. Its timestamp does not matter: the topics use the time of their log.
    @SuppressWarnings("NullAway") // Kafka's Record takes a null key; its source is not annotated.
    public void send(
            int partition, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        context.forward(
                new Record<>(
                        key, new Routed(partition, value), context.currentSystemTimeMs(), headers),
                sink);
    }

    /// Asks for a commit soon, so that readers see what was sent without waiting for the interval.
    public void hurry() {
        context.commit();
    }
}
