package dev.sluice.chaos.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.chaos.traffic.Note;
import dev.sluice.chaos.traffic.Notes;
import dev.sluice.cut.Cut;
import dev.sluice.fold.PushFiles;
import dev.sluice.fold.State;
import dev.sluice.fold.Table;
import dev.sluice.fold.WrongFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What one tenant received, with no code of Sluice's: every file is in a manifest and is what the
/// manifest says; every cut has its push; and folded, the pushes are the database at each cut.
public final class BucketCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// What was checked.
    ///
    /// @param pushes how many pushes were delivered
    /// @param rows rows and deletions of them all
    /// @param compared how many cuts were compared with the database
    /// @param manifests for each push, as `type/cut`, its manifest's SHA-256
    public record Result(long pushes, long rows, long compared, Map<String, String> manifests) {}

    private final int tenant;
    private final Path bucket;
    private final PushFiles files;
    private final Notes notes;
    private final Findings findings;
    private final Map<String, String> manifests = new TreeMap<>();
    private long rows;
    private long compared;

    /// @param tenant its key
    public BucketCheck(int tenant, Path bucket, Notes notes, Findings findings) {
        this.tenant = tenant;
        this.bucket = bucket;
        this.files = new PushFiles(bucket);
        this.notes = notes;
        this.findings = findings;
    }

    /// Checks everything.
    ///
    /// @param cuts every cut there was, with the requests that it answers
    public Result run(Map<Cut, Set<String>> cuts) throws IOException {
        filesAndManifests();
        everyCutHasItsPush(cuts);
        fold(cuts);
        return new Result(manifests.size(), rows, compared, manifests);
    }

    private void filesAndManifests() throws IOException {
        Set<String> there = new TreeSet<>();
        try (Stream<Path> all = Files.walk(bucket)) {
            all.filter(Files::isRegularFile)
                    .forEach(file -> there.add(bucket.relativize(file).toString()));
        }
        Set<String> named = new HashSet<>();
        for (String path : there) {
            if (path.endsWith("/manifest.json")) {
                named.add(path);
                named.addAll(manifest(path));
            }
        }
        there.stream()
                .filter(path -> path.startsWith("v1/") && !named.contains(path))
                .forEach(path -> findings.add("t%d: %s is in no manifest", tenant, path));
    }

    /// Checks the files that a manifest names, and returns their paths.
    private Set<String> manifest(String path) throws IOException {
        JsonNode manifest = JSON.readTree(bucket.resolve(path).toFile());
        String push = manifest.get("type").textValue() + "/" + manifest.get("cut").textValue();
        manifests.put(push, Sha256.of(bucket.resolve(path)));
        Set<String> named = new HashSet<>();
        for (JsonNode file : manifest.get("files")) {
            String name = file.get("path").textValue();
            Path object = bucket.resolve(name);
            named.add(name);
            rows += file.get("rows").longValue() + file.get("deletions").longValue();
            if (!Files.exists(object)) {
                findings.add("t%d: %s names %s, which is not there", tenant, push, name);
            } else {
                findings.require(
                        Sha256.of(object).equals(file.get("sha256").textValue()),
                        "t%d: %s is not what the manifest of %s says",
                        tenant,
                        name,
                        push);
            }
        }
        return named;
    }

    private void everyCutHasItsPush(Map<Cut, Set<String>> cuts) {
        Cut first = cuts.keySet().iterator().next();
        findings.require(
                manifests.containsKey("full/" + first),
                "t%d has no full push of %s",
                tenant,
                first);
        cuts.keySet().stream()
                .filter(cut -> !cut.equals(first) && !manifests.containsKey("incremental/" + cut))
                .forEach(cut -> findings.add("t%d has no push of the cut %s", tenant, cut));
        manifests.keySet().stream()
                .filter(push -> !cuts.containsKey(Cut.parse(push.substring(push.indexOf('/') + 1))))
                .forEach(push -> findings.add("t%d has %s, which was no cut", tenant, push));
    }

    private void fold(Map<Cut, Set<String>> cuts) throws IOException {
        try {
            List<String> fulls = files.fulls();
            if (fulls.isEmpty()) {
                findings.add("t%d has no full push", tenant);
                return;
            }
            State folded = files.full(fulls.getFirst());
            compare("first full", folded, Optional.of(notes.first()));
            for (String time : files.incrementals()) {
                Cut cut = Cut.parse(time.replace('/', 'T') + "Z");
                Optional<Note> note = notes.at(cut, cuts.getOrDefault(cut, Set.of()));
                files.fold(time, folded);
                compare(cut + " folded", folded, note);
                if (fulls.contains(time)) {
                    compare(cut + " full", files.full(time), note);
                }
            }
        } catch (WrongFileException e) {
            findings.add("t%d: %s", tenant, e.getMessage());
        }
    }

    private void compare(String what, State found, Optional<Note> note) {
        if (note.isEmpty()) {
            return;
        }
        compared++;
        State expected = note.get().of(tenant);
        for (Table table : Table.ALL) {
            var wanted = new HashMap<>(expected.rows(table));
            var present = new HashMap<>(found.rows(table));
            Set<List<String>> keys = new HashSet<>(wanted.keySet());
            keys.addAll(present.keySet());
            List<List<String>> wrong =
                    keys.stream()
                            .filter(key -> !Objects.equals(wanted.get(key), present.get(key)))
                            .toList();
            findings.require(
                    wrong.isEmpty(),
                    "t%d, %s: %d of %d rows of %s differ, first %s",
                    tenant,
                    what,
                    wrong.size(),
                    keys.size(),
                    table.name(),
                    wrong.isEmpty()
                            ? ""
                            : wrong.getFirst()
                                    + ": in the files "
                                    + present.get(wrong.getFirst())
                                    + ", in the database "
                                    + wanted.get(wrong.getFirst()));
        }
    }
}
