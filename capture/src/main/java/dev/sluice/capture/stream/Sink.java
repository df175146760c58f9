package dev.sluice.capture.stream;

import dev.sluice.record.TableDefinition;
import org.apache.avro.specific.SpecificRecord;

/// Where the records of a [ChangeStream] go, in order.
public interface Sink {

    /// A change, or another record with a key.
    void change(int partition, byte[] key, SpecificRecord change);

    /// A mark for one partition of `changes`.
    void mark(int partition, SpecificRecord mark);

    /// A definition that the changes after it need.
    void definition(TableDefinition definition);
}
