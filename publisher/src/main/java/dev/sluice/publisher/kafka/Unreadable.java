package dev.sluice.publisher.kafka;

import dev.sluice.wire.Records;
import dev.sluice.wire.UnreadableRecordException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A record that cannot be read, or does not fit what came before it. Nothing is passed over, so
/// the publisher stops here; the message says where.
public final class Unreadable extends RuntimeException {

    /// @param record where it is
    /// @param reason what is wrong with it
    public Unreadable(ConsumerRecord<byte[], byte[]> record, String reason) {
        super(place(record) + ": " + reason);
    }

    /// The same, with what to do about it.
    ///
    /// @param advice in the imperative
    public Unreadable(Unreadable reason, String advice) {
        super(reason.getMessage() + "; " + advice, reason);
    }

    private Unreadable(ConsumerRecord<byte[], byte[]> record, RuntimeException cause) {
        super(place(record) + " cannot be read: " + cause.getMessage(), cause);
    }

    /// What an attempt to read a record threw, with the record's place.
    public static Unreadable of(ConsumerRecord<byte[], byte[]> record, RuntimeException cause) {
        return new Unreadable(record, cause);
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return "the record at offset %d of partition %d of %s"
                .formatted(record.offset(), record.partition(), record.topic());
    }

    /// What a record's value holds.
    ///
    /// @throws Unreadable if it is none of Sluice's
    public static SpecificRecord decode(Records records, ConsumerRecord<byte[], byte[]> record) {
        try {
            return records.decode(record.value());
        } catch (UnreadableRecordException e) {
            throw new Unreadable(record, e);
        }
    }
}
