package dev.sluice.publisher;

import dev.sluice.config.ByteSize;
import dev.sluice.config.Section;
import dev.sluice.config.Setting;
import dev.sluice.retry.Backoff;
import java.time.Duration;

/// The section `publisher`: what a publisher may use, and how it tries again.
///
/// @param sortMemory what one rebuild of full pushes sorts in
/// @param rebuilds how many partitions rebuild full pushes at the same time, each with its own
///   `sortMemory`
/// @param uploads how many files of a partition are staged at the same time
/// @param deliveries how many tenants are delivered to at the same time
/// @param copyPart the largest object that is uploaded or copied in one piece; a larger one goes in
///   parts of this size
/// @param retry the waits before an upload or a delivery is tried again
public record LimitsConfig(
        ByteSize sortMemory,
        int rebuilds,
        int uploads,
        int deliveries,
        ByteSize copyPart,
        Backoff retry) {

    /// What S3 takes in one piece, and as a part at least.
    private static final ByteSize LARGEST_PIECE = ByteSize.mebibytes(5 << 10);

    private static final ByteSize SMALLEST_PART = ByteSize.mebibytes(5);

    /// What holds where the configuration says nothing.
    public static final LimitsConfig DEFAULT =
            new LimitsConfig(
                    ByteSize.mebibytes(64),
                    1,
                    8,
                    16,
                    LARGEST_PIECE,
                    new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(10)));

    static Setting<LimitsConfig> from(Section root) {
        Section publisher = root.section("publisher");
        var sortMemory =
                publisher
                        .bytes("sort_memory", ByteSize.mebibytes(1), ByteSize.mebibytes(16_384))
                        .or(DEFAULT.sortMemory());
        var rebuilds = publisher.integer("rebuilds", 1, 64).or(DEFAULT.rebuilds());
        var uploads = publisher.integer("uploads", 1, 256).or(DEFAULT.uploads());
        var deliveries = publisher.integer("deliveries", 1, 1024).or(DEFAULT.deliveries());
        var copyPart =
                publisher.bytes("copy_part", SMALLEST_PART, LARGEST_PIECE).or(DEFAULT.copyPart());
        var first =
                publisher
                        .duration("retry_first", Duration.ofMillis(10), Duration.ofHours(1))
                        .or(DEFAULT.retry().first());
        var longest =
                publisher
                        .duration("retry_longest", Duration.ofMillis(10), Duration.ofDays(1))
                        .or(DEFAULT.retry().longest());
        return publisher.build(() ->
                new LimitsConfig(
                        sortMemory.get(),
                        rebuilds.get(),
                        uploads.get(),
                        deliveries.get(),
                        copyPart.get(),
                        new Backoff(first.get(), longest.get())));
    }
}
