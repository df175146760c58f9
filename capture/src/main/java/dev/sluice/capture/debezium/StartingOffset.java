package dev.sluice.capture.debezium;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.OffsetBackingStore;
import org.apache.kafka.connect.util.Callback;
import org.jspecify.annotations.NullUnmarked;

/// Tells Debezium where to start, and keeps where it says it is for this run alone: capture keeps
/// that itself, in the transaction that holds the changes. Debezium asks here again before it tells
/// the source up to where the log is no longer needed; without an answer the source would keep all
/// of it. What it gets here is of records whose batch capture has made safe.
///
/// It names the LSN alone. An offset that says no more (no `lsn_proc`) makes Debezium stream from
/// there without its own search for the first new event, which goes wrong where events of one
/// statement share an LSN.
///
/// Public with a public constructor because Debezium makes it by its name.
@NullUnmarked // Connect's interface knows no null marks.
public final class StartingOffset implements OffsetBackingStore {

    static final String LSN = "sluice.start.lsn";

    private byte[] value;

    /// Made by Debezium.
    public StartingOffset() {}

    @Override
    public void configure(WorkerConfig config) {
        Object lsn = config.originals().get(LSN);
        if (lsn != null) {
            value = ("{\"lsn\":" + lsn + ",\"ts_usec\":0}").getBytes(StandardCharsets.UTF_8);
        }
    }

    @Override
    public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
        Map<ByteBuffer, ByteBuffer> offsets = new HashMap<>();
        for (ByteBuffer key : keys) {
            offsets.put(key, value == null ? null : ByteBuffer.wrap(value));
        }
        return CompletableFuture.completedFuture(offsets);
    }

    @Override
    public Future<Void> set(Map<ByteBuffer, ByteBuffer> values, Callback<Void> callback) {
        // There is one partition: the source.
        values.values().forEach(latest -> value = latest == null ? null : bytes(latest));
        if (callback != null) {
            callback.onCompletion(null, null);
        }
        return CompletableFuture.completedFuture(null);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    @Override
    public Set<Map<String, Object>> connectorPartitions(String connectorName) {
        return Set.of();
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}
}
