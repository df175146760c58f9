package dev.sluice.aggregator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.aggregator.state.HeldCell;
import dev.sluice.aggregator.state.HeldRow;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.Test;

/// What an earlier release left in the stores.
class StateCodecTest {

    @Test
    void readsARowThatAnEarlierReleaseHeld() throws IOException {
        // Given
        Schema schema =
                new Schema.Parser().parse(HeldRow.class.getResourceAsStream("HeldRow-1.avsc"));
        Schema cell = schema.getField("omittable").schema().getElementType();
        var row =
                new GenericRecordBuilder(schema)
                        .set("tenant", "5")
                        .set("id", null)
                        .set("sortKey", ByteBuffer.wrap(new byte[] {1}))
                        .set("sequence", 7L)
                        .set("epoch", 1L)
                        .set("version", 2)
                        .set(
                                "cells",
                                new GenericData.Fixed(
                                        schema.getField("cells").schema(), new byte[16]))
                        .set(
                                "omittable",
                                List.of(
                                        new GenericRecordBuilder(cell)
                                                .set("column", 3)
                                                .set("value", "text")
                                                .build()))
                        .build();
        byte[] stored =
                StateCodec.bytes(new BinaryMessageEncoder<>(GenericData.get(), schema).encode(row));

        // When
        HeldRow read = StateCodec.row(stored);

        // Then
        assertThat(read.getSequence()).isEqualTo(7);
        assertThat(read.getOmittable()).containsExactly(new HeldCell(3, "text"));
        assertThat(read.getDiscarded()).isFalse();
    }
}
