package dev.sluice.capture.stream;

import dev.sluice.capture.source.SourceTable;
import dev.sluice.record.Change;
import dev.sluice.record.TableDefinition;
import org.apache.avro.specific.SpecificRecord;

/// Where the records of a [ChangeStream] go, in order.
public interface Sink {

    /// A change of a row.
    ///
    /// @param table what the change's cells are of
    void change(int partition, byte[] key, SourceTable table, Change change);

    /// A mark for one partition of `changes`.
    void mark(int partition, SpecificRecord mark);

    /// A definition that the changes after it need.
    void definition(TableDefinition definition);
}
