package dev.sluice.capture.reading;

import dev.sluice.config.ByteSize;

/// How large a chunk may be: it ends at whichever limit is reached first.
///
/// @param rows the most rows
/// @param bytes about the most memory for their cells; one row is always taken
public record ChunkSize(int rows, ByteSize bytes) {

    /// Large enough that the round trip by the log does not count.
    public static final ChunkSize DEFAULT = new ChunkSize(20_000, new ByteSize(16 << 20));
}
