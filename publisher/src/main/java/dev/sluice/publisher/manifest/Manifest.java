package dev.sluice.publisher.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cut.Cut;
import dev.sluice.key.PushKey;
import dev.sluice.record.FileColumn;
import dev.sluice.record.Push;
import dev.sluice.record.PushType;
import dev.sluice.record.PushedFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The manifest: what a push consists of, as JSON. It is made of the ledger's entry alone, so that
/// it can be made again, byte for byte.
public final class Manifest {

    /// The version of the form, raised when a member changes its meaning or goes.
    private static final int VERSION = 1;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Manifest() {}

    /// The manifest of a push as UTF-8, ended by a line feed.
    public static byte[] of(Push push) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("version", VERSION);
        root.put("tenant", push.getTenantId());
        root.put("type", PushKey.text(push.getType()));
        root.put("cut", text(push.getCut()));
        ObjectNode position = root.putObject("source_position");
        position.put("commit", push.getPosition().getCommit());
        position.put("index", push.getPosition().getIndex());
        root.put("previous_cut", text(push.getPreviousCut()));
        addPrevious(root, push);
        root.put("base", text(push.getBase()));
        addAll(root.putArray("rereading"), push.getRereading());
        addAll(root.putArray("skipped"), push.getSkipped());
        ArrayNode files = root.putArray("files");
        for (PushedFile file : push.getFiles()) {
            addFile(files.addObject(), file);
        }
        return bytes(root);
    }

    private static void addAll(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static void addPrevious(ObjectNode root, Push push) {
        if (push.getPreviousPush() == 0) {
            root.putNull("previous_push");
            return;
        }
        ObjectNode previous = root.putObject("previous_push");
        previous.put("type", PushKey.text(typeOfPrevious(push)));
        previous.put("cut", text(push.getPreviousPush()));
    }

    /// At one cut the incremental push comes first. So a full push follows the incremental one of
    /// its own cut, and an incremental push follows a full one exactly if that is its base.
    private static PushType typeOfPrevious(Push push) {
        return push.getType() == PushType.INCREMENTAL && push.getPreviousPush() == push.getBase()
                ? PushType.FULL
                : PushType.INCREMENTAL;
    }

    private static void addFile(ObjectNode node, PushedFile file) {
        node.put("table", file.getTable());
        node.put("path", file.getPath());
        ArrayNode columns = node.putArray("columns");
        for (FileColumn column : file.getColumns()) {
            columns.addObject().put("name", column.getName()).put("type", column.getType());
        }
        node.put("rows", file.getRows());
        node.put("deletions", file.getDeletions());
        node.put("bytes", file.getBytes());
        node.put("sha256", file.getSha256());
    }

    private static @Nullable String text(long cut) {
        return cut == 0 ? null : new Cut(cut).toString();
    }

    private static byte[] bytes(ObjectNode root) {
        DefaultIndenter lineFeed = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(lineFeed).withArrayIndenter(lineFeed);
        try {
            return (MAPPER.writer(printer).writeValueAsString(root) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers is always JSON", e);
        }
    }
}
