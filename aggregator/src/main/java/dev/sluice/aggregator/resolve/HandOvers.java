package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.state.HandOver;
import dev.sluice.aggregator.state.HeldRow;
import dev.sluice.aggregator.step.Outlet;
import dev.sluice.record.Change;
import dev.sluice.topic.Partitions;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
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
    /// @param deletion under the old key, which names the new one
    /// @param row what was held of it; null if there was no such row
    void send(Bytes from, Change deletion, @Nullable HeldRow row) {
        byte[] key =
                Objects.requireNonNull(deletion.getCounterpart()).getBytes(StandardCharsets.UTF_8);
        HandOver handOver =
                new HandOver(
                        new String(from.get(), StandardCharsets.UTF_8),
                        deletion.getSequence(),
                        row);
        int told = deletion.getCounterpartPartition();
        outlet.send(
                told >= 0 ? told : Partitions.ofChange(key, partitions),
                key,
                StateCodec.encode(handOver));
    }
}
