package dev.sluice.capture.write;

import dev.sluice.capture.source.SourceTable;
import dev.sluice.record.Change;
import dev.sluice.record.Unchanged;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/// A row does not fit into a record. The message names its table, its primary key, and what mends
/// it; of other cells it has the size alone.
public final class RecordTooLarge extends RuntimeException {

    /// A column that may be excluded, and what a row has in it.
    private record Wide(String column, int bytes) {}

    private RecordTooLarge(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /// @param bytes of the record
    /// @param limit `kafka.max_record`
    static RecordTooLarge of(
            SourceTable table, Change change, int bytes, int limit, @Nullable Throwable cause) {
        String mend =
                widest(table, change)
                        .map(wide ->
                                "%d of them are in the column \"%s\": exclude it (tables.%s.exclude: [%s]), or raise"
                                        .formatted(
                                                wide.bytes(),
                                                wide.column(),
                                                table.name(),
                                                wide.column()))
                        .orElse("raise");
        return new RecordTooLarge(
                "tables.%s: the row with the primary key (%s) takes %d bytes, which does not fit into kafka.max_record (%d bytes); %s kafka.max_record, here and in the topics (sluice topics apply)"
                        .formatted(
                                table.name(),
                                change.getId() == null ? "not in the log" : change.getId(),
                                bytes,
                                limit,
                                mend),
                cause);
    }

    /// The widest cell of those that need not be captured.
    private static Optional<Wide> widest(SourceTable table, Change change) {
        List<@Nullable Object> cells = change.getCells();
        if (cells == null) {
            return Optional.empty();
        }
        return IntStream.range(0, cells.size())
                .filter(i ->
                        i != table.tenant()
                                && !table.primaryKey().contains(i)
                                && !table.identity().contains(i))
                .mapToObj(i -> new Wide(table.columns().get(i).getName(), bytes(cells.get(i))))
                .max(Comparator.comparingInt(Wide::bytes))
                .filter(wide -> wide.bytes() > 0);
    }

    private static int bytes(@Nullable Object cell) {
        return switch (cell) {
            case String text -> Utils.utf8Length(text);
            case ByteBuffer buffer -> buffer.remaining();
            case Unchanged _ -> 0;
            case null, default -> 0;
        };
    }
}
