package dev.sluice.app.tail;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.cut.Cut;
import dev.sluice.record.ColumnDefinition;
import dev.sluice.record.TableDefinition;
import dev.sluice.record.Unchanged;
import dev.sluice.table.CellText;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/// A record as JSON for people: cuts and times as text, bytes in hexadecimal, cells by the names of
/// their columns where the definition is known.
final class RecordJson {

    private static final Set<String> CUTS =
            Set.of("since", "cut", "previous", "previousCut", "previousPush", "base");

    private final JsonFactory json = new JsonFactory();

    /// @param definition of the record's cells, if it is known
    String text(SpecificRecord record, Optional<TableDefinition> definition) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = json.createGenerator(text)) {
            record(record, definition, out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    private void record(
            SpecificRecord record, Optional<TableDefinition> definition, JsonGenerator out)
            throws IOException {
        out.writeStartObject();
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            out.writeFieldName(field.name());
            if (field.name().equals("cells")
                    && definition.isPresent()
                    && value instanceof List<?> cells
                    && cells.size() == definition.get().getColumns().size()) {
                cells(cells, definition.get().getColumns(), out);
            } else {
                value(field.name(), value, out);
            }
        }
        out.writeEndObject();
    }

    private static void cells(List<?> cells, List<ColumnDefinition> columns, JsonGenerator out)
            throws IOException {
        out.writeStartObject();
        for (int i = 0; i < cells.size(); i++) {
            out.writeFieldName(columns.get(i).getName());
            switch (cells.get(i)) {
                case null -> out.writeNull();
                case Unchanged _ -> out.writeString("(unchanged)");
                case Object cell -> out.writeString(CellText.of(columns.get(i).getKind(), cell));
            }
        }
        out.writeEndObject();
    }

    private void value(String name, @Nullable Object value, JsonGenerator out) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case Long seconds when CUTS.contains(name) -> out.writeString(cut(seconds));
            case Long micros when name.endsWith("At") -> out.writeString(time(micros));
            case Long number -> out.writeNumber(number);
            case Integer number -> out.writeNumber(number);
            case Float number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case Boolean flag -> out.writeBoolean(flag);
            case ByteBuffer bytes -> out.writeString(hexadecimal(bytes));
            case Unchanged _ -> out.writeString("(unchanged)");
            case SpecificRecord record -> record(record, Optional.empty(), out);
            case List<?> list -> {
                out.writeStartArray();
                for (Object item : list) {
                    value(name, item, out);
                }
                out.writeEndArray();
            }
            case Map<?, ?> map -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.writeFieldName(String.valueOf(entry.getKey()));
                    value("", entry.getValue(), out);
                }
                out.writeEndObject();
            }
            default -> out.writeString(value.toString());
        }
    }

    private static String cut(long seconds) {
        return seconds < 0 ? Long.toString(seconds) : new Cut(seconds).toString();
    }

    private static String time(long micros) {
        try {
            return micros == 0 ? "none" : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
        } catch (DateTimeException | ArithmeticException e) {
            return Long.toString(micros);
        }
    }

    private static String hexadecimal(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return "\\x" + HexFormat.of().formatHex(bytes);
    }
}
