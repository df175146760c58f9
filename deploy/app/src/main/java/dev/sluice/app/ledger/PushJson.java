package dev.sluice.app.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.key.PushKey;
import dev.sluice.record.Push;
import dev.sluice.record.PushedFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// A push as a line of JSON for scripts: times as text, null where there is none yet. Members are
/// added, and none changes its meaning.
final class PushJson {

    private final JsonFactory json = new JsonFactory();

    String line(Ledger.Entry entry) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = json.createGenerator(text)) {
            write(entry, out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    private static void write(Ledger.Entry entry, JsonGenerator out) throws IOException {
        Push push = entry.push();
        out.writeStartObject();
        out.writeStringField("tenant", push.getTenantId());
        out.writeStringField("type", PushKey.text(push.getType()));
        if (entry.key().isRequest()) {
            out.writeNullField("cut");
        } else {
            out.writeStringField("cut", entry.cut().toString());
        }
        out.writeStringField("state", push.getState().name().toLowerCase(Locale.ROOT));
        out.writeNumberField("attempts", push.getAttempts());
        out.writeStringField("reason", push.getReason());
        time("requested_at", push.getRequestedAt(), out);
        time("staged_at", push.getStagedAt(), out);
        time("delivered_at", push.getDeliveredAt(), out);
        out.writeArrayFieldStart("files");
        for (PushedFile file : push.getFiles()) {
            file(file, out);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void file(PushedFile file, JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeStringField("table", file.getTable());
        out.writeStringField("path", file.getPath());
        out.writeNumberField("rows", file.getRows());
        out.writeNumberField("deletions", file.getDeletions());
        out.writeNumberField("bytes", file.getBytes());
        out.writeStringField("sha256", file.getSha256());
        out.writeEndObject();
    }

    private static void time(String name, long micros, JsonGenerator out) throws IOException {
        if (micros == 0) {
            out.writeNullField(name);
        } else {
            out.writeStringField(name, Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString());
        }
    }
}
