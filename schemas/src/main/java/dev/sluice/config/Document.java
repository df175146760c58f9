package dev.sluice.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/// A configuration file while it is read. Readers take settings from its sections; every mistake is
/// noted and none stops the reading; [#check()] then reports them all, and with them every key that
/// nobody asked for. So all readers have to be done before it is called.
///
///     Document document = Document.read(file, environment);
///     Setting<KafkaConfig> kafka = KafkaConfig.from(document.root());
///     document.check();
///     use(kafka.get());
///
/// Not thread-safe.
public final class Document {

    private static final int MAX_CHARACTERS = 64 << 20;

    private final String name;
    private final @Nullable Path directory;
    private final Map<String, String> environment;
    private final Set<Mistake> mistakes = new LinkedHashSet<>();
    private final Set<Mistake> undefined = new LinkedHashSet<>();
    private final List<Section> roots = new ArrayList<>();
    private final Set<String> excused = new LinkedHashSet<>();

    private boolean unreadable;

    private Document(String name, @Nullable Path directory, Map<String, String> environment) {
        this.name = name;
        this.directory = directory;
        this.environment = Map.copyOf(environment);
    }

    /// Reads a file.
    ///
    /// @param environment where `${NAME}` is looked up
    /// @throws ConfigException if there is no such file, or it is no YAML
    public static Document read(Path file, Map<String, String> environment) {
        Document document =
                new Document(file.toString(), file.toAbsolutePath().getParent(), environment);
        return document.open(document.text(file, ""));
    }

    /// Reads a text.
    ///
    /// @param name what messages call it
    /// @throws ConfigException if it is no YAML
    public static Document parse(String name, String yaml, Map<String, String> environment) {
        return new Document(name, null, environment).open(yaml);
    }

    private Document open(String yaml) {
        roots.add(compose("", yaml));
        if (unreadable) {
            throw exception();
        }
        return this;
    }

    /// The whole file as a section.
    public Section root() {
        return roots.getFirst();
    }

    /// A variable that is not defined is no mistake within these top-level sections: this process
    /// does not use them, and so need not be told their secrets. What is read from them stays
    /// wrong.
    public Document excusing(Set<String> sections) {
        excused.addAll(sections);
        return this;
    }

    /// Another file that this one names, as a section; its mistakes are reported with this one's.
    ///
    /// @param relative a path, relative to this file's folder
    Section include(String relative) {
        Path file = directory == null ? Path.of(relative) : directory.resolve(relative);
        Section root = compose(relative, text(file, relative));
        roots.add(root);
        return root;
    }

    /// Ends the reading.
    ///
    /// @throws ConfigException if there was any mistake, naming all
    public void check() {
        roots.forEach(Section::noteUnknownKeys);
        undefined.stream()
                .filter(mistake -> !excused.contains(mistake.path().split("\\.", 2)[0]))
                .forEach(mistakes::add);
        if (!mistakes.isEmpty()) {
            throw exception();
        }
    }

    /// The paths of all settings asked for so far, with `*` for a name that the user chooses: what
    /// the reference in `docs/configuration.md` has to describe.
    public Set<String> known() {
        Set<String> known = new TreeSet<>();
        roots.forEach(root -> root.addKnown(known));
        return known;
    }

    void note(Mistake mistake) {
        mistakes.add(mistake);
    }

    void noteUndefined(Mistake mistake) {
        undefined.add(mistake);
    }

    @Nullable String variable(String variable) {
        return environment.get(variable);
    }

    private ConfigException exception() {
        List<Mistake> sorted = new ArrayList<>(mistakes);
        sorted.sort(Comparator.comparing(Mistake::file).thenComparing(Mistake::line));
        return new ConfigException(name, sorted);
    }

    private String text(Path file, String shown) {
        String problem;
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            problem = "there is no such file; name another one, or write it";
        } catch (MalformedInputException e) {
            problem = "the file is not UTF-8 text; save it as UTF-8";
        } catch (IOException e) {
            problem = "the file cannot be read (" + e + "); check its permissions";
        }
        unreadable = true;
        note(new Mistake(shown, "", 0, problem));
        return "";
    }

    private Section compose(String shown, String yaml) {
        Place top = new Place(this, shown, "", "", 1);
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        try {
            Node node = new Yaml(options).compose(new java.io.StringReader(yaml));
            if (node == null || node instanceof MappingNode) {
                return Section.of("", top, (MappingNode) node);
            }
            unreadable = true;
            top.mistake(
                    "settings, each a key, a colon and a value",
                    Scalars.describe(node),
                    "see docs/configuration.md");
        } catch (MarkedYAMLException e) {
            unreadable = true;
            // The exception's own message quotes the file, secrets included.
            var mark = e.getProblemMark();
            note(
                    new Mistake(
                            shown,
                            "",
                            mark == null ? 0 : mark.getLine() + 1,
                            "this is no YAML: %s%s"
                                    .formatted(
                                            e.getProblem(),
                                            mark == null
                                                    ? ""
                                                    : " (column " + (mark.getColumn() + 1) + ")")));
        }
        return Section.of("", top, null);
    }
}
