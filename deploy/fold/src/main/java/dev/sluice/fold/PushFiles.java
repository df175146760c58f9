package dev.sluice.fold;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// Reads a tenant's bucket as a customer's engineer would who has only the product page and the
/// description of the format: no code of Sluice's. A file that is not as described ends in a
/// [WrongFileException].
public final class PushFiles {

    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(\\.\\d+)?");

    private final Path bucket;

    /// The files of one tenant.
    ///
    /// @param bucket the folder in which its bucket's objects are plain files under their keys
    public PushFiles(Path bucket) {
        this.bucket = bucket;
    }

    /// The times of the finished full pushes, in order, as `yyyy-MM-dd/HH:mm:ss`.
    public List<String> fulls() throws IOException {
        return finished("full");
    }

    /// The times of the finished incremental pushes.
    public List<String> incrementals() throws IOException {
        return finished("incremental");
    }

    /// Those that the schedule, every full minute, did not bring.
    public List<String> onDemand() throws IOException {
        return incrementals().stream().filter(time -> !time.endsWith(":00")).toList();
    }

    private List<String> finished(String type) throws IOException {
        Path manifests = bucket.resolve("v1").resolve(type).resolve("_manifest");
        if (!Files.isDirectory(manifests)) {
            return List.of();
        }
        List<String> times = new ArrayList<>();
        try (Stream<Path> files = Files.walk(manifests)) {
            files.filter(file -> file.endsWith("manifest.json"))
                    .forEach(file ->
                            times.add(String.valueOf(manifests.relativize(file).getParent())));
        }
        times.sort(null);
        return times;
    }

    /// One line of a file. A cell is null for `NULL`; `blank` says which cells hold nothing at all.
    record Line(List<@Nullable String> cells, List<Boolean> blank) {}

    /// The state that a full push shows.
    public State full(String time) throws IOException {
        State state = State.empty();
        for (Table table : Table.ALL) {
            List<Line> lines = lines("full", table, time);
            check(
                    !lines.isEmpty(),
                    "a full push has every table, and %s lacks %s",
                    time,
                    table.name());
            apply(table, lines, state, false);
        }
        return state;
    }

    /// Folds an incremental push into a state.
    public void fold(String time, State state) throws IOException {
        for (Table table : Table.ALL) {
            apply(table, lines("incremental", table, time), state, true);
        }
    }

    /// How many rows and deletions an incremental push has.
    public long size(String time) throws IOException {
        long size = 0;
        for (Table table : Table.ALL) {
            size += Math.max(0, lines("incremental", table, time).size() - 1);
        }
        return size;
    }

    private static void apply(
            Table table, List<Line> lines, State state, boolean deletionsAllowed) {
        if (lines.isEmpty()) {
            return;
        }
        List<@Nullable String> header = lines.getFirst().cells();
        List<String> names = header.stream().map(String::valueOf).toList();
        List<String> expected = new ArrayList<>(table.columns().keySet());
        expected.add("deleted_at");
        check(
                names.equals(expected),
                "the header of %s is %s, not %s",
                table.name(),
                names,
                expected);
        Map<List<String>, List<@Nullable String>> rows = state.rows(table);
        for (Line line : lines.subList(1, lines.size())) {
            check(
                    line.cells().size() == names.size(),
                    "a line of %s has %d cells, not %d: %s",
                    table.name(),
                    line.cells().size(),
                    names.size(),
                    line.cells());
            List<String> key = State.key(table, names, line.cells());
            int last = names.size() - 1;
            if (line.blank().get(last)) {
                // A row that is there moves to the end, and back to its place when it is compared.
                rows.put(key, new ArrayList<>(line.cells().subList(0, last)));
            } else {
                check(
                        deletionsAllowed,
                        "a full push of %s has the deletion of %s",
                        table.name(),
                        key);
                checkDeletion(table, names, line);
                rows.remove(key);
            }
        }
    }

    private static void checkDeletion(Table table, List<String> names, Line line) {
        int last = names.size() - 1;
        String time = String.valueOf(line.cells().get(last));
        check(TIME.matcher(time).matches(), "deleted_at in %s is %s", table.name(), time);
        for (int i = 0; i < last; i++) {
            check(
                    line.blank().get(i) != table.key().contains(names.get(i)),
                    "of a deletion the key alone is filled, and in %s %s is not so: %s",
                    table.name(),
                    names.get(i),
                    line.cells());
        }
    }

    private static void check(boolean good, String text, Object... arguments) {
        if (!good) {
            throw new WrongFileException(text.formatted(arguments));
        }
    }

    private List<Line> lines(String type, Table table, String time) throws IOException {
        Path file =
                bucket.resolve("v1")
                        .resolve(type)
                        .resolve(table.name())
                        .resolve(time)
                        .resolve(table.name() + ".csv.gz");
        if (!Files.exists(file)) {
            return List.of();
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static List<Line> parse(String text) {
        List<Line> lines = new ArrayList<>();
        List<@Nullable String> cells = new ArrayList<>();
        List<Boolean> blank = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            StringBuilder cell = new StringBuilder();
            boolean quoted = text.charAt(at) == '"';
            if (quoted) {
                at++;
                while (text.charAt(at) != '"' || text.charAt(at + 1) == '"') {
                    at += text.charAt(at) == '"' ? 1 : 0;
                    cell.append(text.charAt(at));
                    at++;
                }
                at++;
            } else {
                while (text.charAt(at) != ',' && text.charAt(at) != '\n') {
                    cell.append(text.charAt(at));
                    at++;
                }
            }
            cells.add(!quoted && cell.toString().equals("NULL") ? null : cell.toString());
            blank.add(!quoted && cell.isEmpty());
            if (text.charAt(at) == '\n') {
                lines.add(new Line(cells, blank));
                cells = new ArrayList<>();
                blank = new ArrayList<>();
            }
            at++;
        }
        check(cells.isEmpty(), "the last line does not end with a line feed: %s", cells);
        return lines;
    }
}
