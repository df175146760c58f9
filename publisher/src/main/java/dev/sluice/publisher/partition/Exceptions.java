package dev.sluice.publisher.partition;

import dev.sluice.config.TablesConfig;
import dev.sluice.key.RowKey;
import dev.sluice.record.CutReached;
import dev.sluice.record.Reading;
import dev.sluice.record.SkippedRecord;
import dev.sluice.table.TableName;
import dev.sluice.topic.Topics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a cut's mark says that the promises do not hold for, in the words of the ledger and the
/// manifest.
///
/// @param mark of the cut
/// @param tables which are published
/// @param topics tell whose key a skipped record has
record Exceptions(CutReached mark, TablesConfig tables, Topics topics) {

    private static final int NEVER_READ = 0;

    /// The published tables that were being read again. One that was being read for the first time
    /// has no file, and so no exception.
    List<String> rereading() {
        return mark.getReadings().stream()
                .filter(reading -> reading.getVersion() != NEVER_READ)
                .map(Reading::getTable)
                .filter(table -> tables.find(TableName.parse(table)).isPresent())
                .sorted()
                .toList();
    }

    /// The skipped records that a tenant's push may lack, as `topic/partition/offset key`.
    ///
    /// @param tenant the tenant column's text
    /// @param met records that were skipped when its files were made
    /// @param carried what its push before this one named, and this one has to name as well
    List<String> skipped(String tenant, List<SkippedRecord> met, List<String> carried) {
        Stream<String> named =
                Stream.concat(mark.getSkipped().stream(), met.stream())
                        .flatMap(record -> text(record, tenant).stream());
        return Stream.concat(named, carried.stream()).distinct().sorted().toList();
    }

    /// A key of `changes` does not tell its tenant: every tenant may be concerned, and none may see
    /// more of it than the table. Other keys tell it; of one that does not, only the place is
    /// named.
    private Optional<String> text(SkippedRecord record, String tenant) {
        String place =
                record.getTopic() + "/" + record.getPartition() + "/" + record.getOffset() + " ";
        String key = record.getKey();
        if (key == null) {
            return Optional.of(place.strip());
        }
        if (record.getTopic().endsWith(topics.changes().substring(topics.prefix().length() + 1))) {
            return Optional.of(place + key.split("/", 2)[0]);
        }
        try {
            return tenant.equals(RowKey.parse(key).tenant())
                    ? Optional.of(place + key)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(place.strip());
        }
    }
}
