package dev.sluice.wire;

import dev.sluice.record.Change;
import dev.sluice.record.CutReached;
import dev.sluice.record.Push;
import dev.sluice.record.RowVersion;
import dev.sluice.record.SkippedRecord;
import dev.sluice.record.SnapshotBegan;
import dev.sluice.record.SnapshotEnded;
import dev.sluice.record.SourceOffset;
import dev.sluice.record.TableDefinition;
import dev.sluice.record.Truncated;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;

/// Writes and reads the values of the topics: Avro's single-object encoding, i.e. the bytes `C3
/// 01`, the fingerprint of the writer's schema in 8 little-endian bytes, and the record. The
/// fingerprint says which of the records it is and in which released version it was written; what
/// is read comes out as the current version.
///
/// Not thread-safe: one instance a thread.
public final class Records {

    private static final int HEADER_BYTES = 10;
    private static final byte MAGIC_1 = (byte) 0xC3;
    private static final byte MAGIC_2 = 0x01;

    static {
        // Avro makes only classes that it is told to trust.
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(
                        ClassSecurityValidator.getGlobal(),
                        type -> type.getPackage() == Change.class.getPackage()));
    }

    private static final ReleasedSchemas RELEASED = ReleasedSchemas.load();

    /// The records that a topic may hold, by their full name.
    private static final Map<String, SpecificData> MODELS = models();

    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);
    private final Map<Schema, Writer> writers = new HashMap<>();
    private final Map<Long, SpecificDatumReader<SpecificRecord>> readers = new HashMap<>();
    private final BinaryEncoder encoder =
            EncoderFactory.get().directBinaryEncoder(OutputStreamOfNothing.INSTANCE, null);
    private BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(new byte[0], null);

    private record Writer(byte[] header, SpecificDatumWriter<SpecificRecord> datum) {}

    private static Map<String, SpecificData> models() {
        Map<String, SpecificData> models = new HashMap<>();
        models.put(Change.getClassSchema().getFullName(), new Change().getSpecificData());
        models.put(RowVersion.getClassSchema().getFullName(), new RowVersion().getSpecificData());
        models.put(CutReached.getClassSchema().getFullName(), new CutReached().getSpecificData());
        models.put(Truncated.getClassSchema().getFullName(), new Truncated().getSpecificData());
        models.put(
                SnapshotBegan.getClassSchema().getFullName(),
                new SnapshotBegan().getSpecificData());
        models.put(
                SnapshotEnded.getClassSchema().getFullName(),
                new SnapshotEnded().getSpecificData());
        models.put(
                SourceOffset.getClassSchema().getFullName(), new SourceOffset().getSpecificData());
        models.put(
                TableDefinition.getClassSchema().getFullName(),
                new TableDefinition().getSpecificData());
        models.put(Push.getClassSchema().getFullName(), new Push().getSpecificData());
        models.put(
                SkippedRecord.getClassSchema().getFullName(),
                new SkippedRecord().getSpecificData());
        return Map.copyOf(models);
    }

    /// The current schemas of the records that a topic may hold.
    static List<Schema> current() {
        return List.of(
                Change.getClassSchema(),
                RowVersion.getClassSchema(),
                CutReached.getClassSchema(),
                Truncated.getClassSchema(),
                SnapshotBegan.getClassSchema(),
                SnapshotEnded.getClassSchema(),
                SourceOffset.getClassSchema(),
                TableDefinition.getClassSchema(),
                Push.getClassSchema(),
                SkippedRecord.getClassSchema());
    }

    /// The bytes of a record.
    ///
    /// @throws AvroRuntimeException if a field that may not be null is
    public byte[] encode(SpecificRecord record) {
        Writer writer = writers.computeIfAbsent(record.getSchema(), Records::writer);
        buffer.reset();
        buffer.writeBytes(writer.header());
        try {
            BinaryEncoder direct = EncoderFactory.get().directBinaryEncoder(buffer, encoder);
            writer.datum().write(record, direct);
            direct.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return buffer.toByteArray();
    }

    /// The record that the bytes hold, in its current version.
    ///
    /// @throws UnreadableRecordException if they hold none, or one of a version this build does not
    ///   know; the message says which
    public SpecificRecord decode(byte[] bytes) {
        if (bytes.length < HEADER_BYTES || bytes[0] != MAGIC_1 || bytes[1] != MAGIC_2) {
            throw new UnreadableRecordException(
                    "the value ("
                            + bytes.length
                            + " bytes) is not in Avro's single-object encoding");
        }
        long fingerprint = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
        SpecificDatumReader<SpecificRecord> reader =
                readers.computeIfAbsent(fingerprint, Records::reader);
        decoder =
                DecoderFactory.get()
                        .binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, decoder);
        try {
            return reader.read(null, decoder);
        } catch (IOException
                | AvroRuntimeException
                | IndexOutOfBoundsException
                | NegativeArraySizeException e) {
            throw new UnreadableRecordException(
                    "the value is a damaged " + reader.getExpected().getName() + ": " + e, e);
        }
    }

    private static Writer writer(Schema schema) {
        byte[] header =
                ByteBuffer.allocate(HEADER_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(MAGIC_1)
                        .put(MAGIC_2)
                        .putLong(SchemaNormalization.parsingFingerprint64(schema))
                        .array();
        return new Writer(header, new SpecificDatumWriter<>(schema, model(schema.getFullName())));
    }

    private static SpecificDatumReader<SpecificRecord> reader(long fingerprint) {
        Schema written = RELEASED.find(fingerprint);
        if (written == null) {
            throw new UnreadableRecordException(
                    "the value's schema %016x is none that this version of Sluice knows; it was written by a newer one, or by another program"
                            .formatted(fingerprint));
        }
        SpecificData model = model(written.getFullName());
        Schema current =
                model.getSchema(model.getClass(written)); // the class generated for the record
        return new SpecificDatumReader<>(written, current, model);
    }

    private static SpecificData model(String record) {
        SpecificData model = MODELS.get(record);
        if (model == null) {
            throw new UnreadableRecordException("a " + record + " is no value of a topic");
        }
        return model;
    }

    /// What the encoder writes to before its first use.
    private static final class OutputStreamOfNothing extends java.io.OutputStream {

        static final OutputStreamOfNothing INSTANCE = new OutputStreamOfNothing();

        @Override
        public void write(int b) {
            throw new IllegalStateException("the encoder has no buffer yet");
        }
    }
}
