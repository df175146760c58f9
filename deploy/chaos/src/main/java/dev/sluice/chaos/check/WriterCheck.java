package dev.sluice.chaos.check;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.RecordBatch;

/// Reads the broker's own files of `changes` and `offsets`, what was aborted included: once a
/// capture has written there, none that led before it does. Each has the transactional id anew, and
/// with it a later producer id or epoch.
public final class WriterCheck {

    private record Writer(long id, int epoch) implements Comparable<Writer> {

        private static final Comparator<Writer> BY_AGE =
                Comparator.comparingLong(Writer::id).thenComparingInt(Writer::epoch);

        @Override
        public int compareTo(Writer other) {
            return BY_AGE.compare(this, other);
        }
    }

    private final Path logs;
    private final Findings findings;

    /// @param logs the broker's folder of partitions
    public WriterCheck(Path logs, Findings findings) {
        this.logs = logs;
        this.findings = findings;
    }

    /// Reads every partition of the topics.
    ///
    /// @return how many batches there were
    public long run(List<String> topics) throws IOException {
        long batches = 0;
        for (String topic : topics) {
            try (DirectoryStream<Path> partitions =
                    Files.newDirectoryStream(logs, topic + "-[0-9]*")) {
                for (Path partition : partitions) {
                    batches += partition(partition);
                }
            }
        }
        findings.require(batches > 0, "no batch of %s was found in %s", topics, logs);
        return batches;
    }

    private long partition(Path directory) throws IOException {
        List<Path> segments = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.log")) {
            files.forEach(segments::add);
        }
        segments.sort(null);
        Writer newest = new Writer(-1, -1);
        long batches = 0;
        for (Path segment : segments) {
            FileRecords records = FileRecords.open(segment.toFile(), false);
            try {
                for (RecordBatch batch : records.batches()) {
                    if (batch.isControlBatch()) {
                        continue;
                    }
                    batches++;
                    Writer writer = new Writer(batch.producerId(), batch.producerEpoch());
                    findings.require(
                            writer.compareTo(newest) >= 0,
                            "%s, offset %d: producer %d, epoch %d wrote after producer %d, epoch %d",
                            directory.getFileName(),
                            batch.baseOffset(),
                            writer.id(),
                            writer.epoch(),
                            newest.id(),
                            newest.epoch());
                    newest = writer;
                }
            } finally {
                // Closing it whole would cut the broker's file to its size.
                records.closeHandlers();
            }
        }
        return batches;
    }
}
