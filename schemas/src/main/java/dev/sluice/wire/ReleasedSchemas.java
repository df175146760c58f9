package dev.sluice.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

/// Every version of every record's schema that was ever released, by fingerprint (CRC-64-AVRO of
/// the parsing canonical form). They lie in the folder `released` of this module, one file a
/// version, named by `released/index`; a test fails if the current ones are not among them.
final class ReleasedSchemas {

    private static final String FOLDER = "/dev/sluice/released/";

    private final Map<Long, Schema> byFingerprint = new HashMap<>();

    private ReleasedSchemas() {}

    /// Reads them all.
    static ReleasedSchemas load() {
        ReleasedSchemas schemas = new ReleasedSchemas();
        for (String file : read("index").lines().filter(line -> !line.isBlank()).toList()) {
            Schema schema = new Schema.Parser().parse(read(file));
            schemas.byFingerprint.put(SchemaNormalization.parsingFingerprint64(schema), schema);
        }
        return schemas;
    }

    @Nullable Schema find(long fingerprint) {
        return byFingerprint.get(fingerprint);
    }

    List<Schema> all() {
        return List.copyOf(byFingerprint.values());
    }

    private static String read(String file) {
        try (InputStream in = ReleasedSchemas.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("the released schema " + file + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the released schema " + file + " is unreadable", e);
        }
    }
}
