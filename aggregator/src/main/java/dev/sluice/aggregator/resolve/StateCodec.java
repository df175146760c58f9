package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.state.HandOver;
import dev.sluice.aggregator.state.HeldRow;
import dev.sluice.wire.Records;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.message.MessageDecoder;
import org.apache.avro.util.ClassSecurityValidator;

/// The bytes of what is remembered of rows: like the topics' records in Avro's single-object
/// encoding, so that a later release can tell what an earlier one wrote. The schemas of earlier
/// ones lie in the resources' folder `state`.
final class StateCodec {

    static {
        // Avro makes only classes that it is told to trust. Records tells it of the topics'; what
        // is
        // trusted besides has to be added after that, not at the same time in another thread.
        var _ = new Records();
        ClassSecurityValidator.setGlobal(
                ClassSecurityValidator.composite(
                        ClassSecurityValidator.getGlobal(),
                        type -> type.getPackage() == HeldRow.class.getPackage()));
        HeldRow.getDecoder().addSchema(earlier("HeldRow-1.avsc"));
        HandOver.getDecoder().addSchema(earlier("HandOver-1.avsc"));
    }

    private StateCodec() {}

    static byte[] encode(HeldRow row) {
        try {
            return bytes(row.toByteBuffer());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    static byte[] encode(HandOver handOver) {
        try {
            return bytes(handOver.toByteBuffer());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    static HeldRow row(byte[] value) {
        return decode(HeldRow.getDecoder(), value);
    }

    static HandOver handOver(byte[] value) {
        return decode(HandOver.getDecoder(), value);
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static Schema earlier(String file) {
        try (InputStream in = HeldRow.class.getResourceAsStream(file)) {
            return new Schema.Parser().parse(Objects.requireNonNull(in, file));
        } catch (IOException e) {
            throw new UncheckedIOException("the schema " + file + " is unreadable", e);
        }
    }

    private static <T> T decode(MessageDecoder<T> decoder, byte[] value) {
        try {
            return decoder.decode(value);
        } catch (IOException e) {
            throw new UncheckedIOException("what was remembered of a row is damaged", e);
        }
    }
}
