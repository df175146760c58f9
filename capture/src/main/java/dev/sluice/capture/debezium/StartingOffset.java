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

/// Tells Debezium where to start, and takes no notice of where it says it is: capture keeps that
/// itself, in the transaction that holds the changes.
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
        if (callback != null) {
            callback.onCompletion(null, null);
        }
        return CompletableFuture.completedFuture(null);
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
