package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.state.HandOver;
import dev.sluice.aggregator.state.HeldRow;
import dev.sluice.aggregator.step.Outlet;
import dev.sluice.topic.Partitions;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/// Sends what is held of a row to the task that holds its new key.
final class HandOvers {

    private final Outlet outlet;
    private final int partitions;

    HandOvers(Outlet outlet, int partitions) {
        this.outlet = outlet;
        this.partitions = partitions;
    }

    /// Hands a row over.
    ///
    /// @param from its old key
    /// @param to its new key
    /// @param sequence of the deletion under the old key
    /// @param row what was held of it; null if there was no such row
    void send(Bytes from, String to, long sequence, @Nullable HeldRow row) {
        byte[] key = to.getBytes(StandardCharsets.UTF_8);
        HandOver handOver =
                new HandOver(new String(from.get(), StandardCharsets.UTF_8), sequence, row);
        outlet.send(Partitions.ofChange(key, partitions), key, StateCodec.encode(handOver));
    }
}
