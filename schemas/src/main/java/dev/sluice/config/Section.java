package dev.sluice.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// A section of the file: named settings and further sections. What is asked for is known; what the
/// file has besides is a mistake. The same section may be read by several readers, and a section
/// that the file lacks reads as one without settings.
///
/// A reader collects settings, says of each what its absence means, and builds a record of them:
///
///     static Setting<HttpConfig> from(Section root) {
///         var http = root.section("http");
///         var port = http.integer("port", 1, 65_535).or(8080);
///         var user = http.text("user").required();
///         return http.build(() -> new HttpConfig(port.get(), user.get()));
///     }
///
/// Over the limit of 200 lines because every kind of setting is asked for here.
public final class Section {

    private final String name;
    private final Place place;
    private final boolean present;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();
    private final Set<String> asked = new TreeSet<>();
    private final Map<String, Section> sections = new TreeMap<>();
    private boolean open;

    private Section(String name, Place place, boolean present) {
        this.name = name;
        this.place = place;
        this.present = present;
    }

    static Section of(String name, Place place, @Nullable MappingNode node) {
        Section section = new Section(name, place, node != null);
        if (node != null) {
            node.getValue().forEach(section::add);
        }
        return section;
    }

    private void add(NodeTuple tuple) {
        int line = line(tuple.getKeyNode());
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            place.child("?", line)
                    .mistake("a name", Scalars.describe(tuple.getKeyNode()), "write a plain text");
            return;
        }
        Integer first = lines.putIfAbsent(key.getValue(), line);
        if (first != null) {
            place.child(key.getValue(), line)
                    .mistake(
                            "each key once",
                            "it again (first on line " + first + ")",
                            "remove one of them");
            return;
        }
        nodes.put(key.getValue(), tuple.getValueNode());
    }

    /// Whether the file has this section.
    public boolean isPresent() {
        return present;
    }

    /// Whether the file has a value for a key.
    public boolean has(String key) {
        return !Scalars.isNull(nodes.get(key));
    }

    /// The name under which an entry stands in its parent, see [#entries].
    public Setting<String> name() {
        return new Setting.Given<>(place, Scalars.quoted(name), name);
    }

    /// A text that is not empty. Numbers and other plain values count as the text they are written
    /// as.
    public Setting<String> text(String key) {
        return scalar(key, "a text", false, Section::notEmpty);
    }

    /// A text that may be empty.
    public Setting<String> anyText(String key) {
        return scalar(key, "a text", false, Function.identity());
    }

    /// A text that no message ever shows.
    public Setting<String> secret(String key) {
        return scalar(key, "a text", true, Section::notEmpty);
    }

    /// A whole number.
    ///
    /// @param min the least allowed
    /// @param max the greatest allowed
    public Setting<Integer> integer(String key, int min, int max) {
        return scalar(
                key,
                "a whole number from %d to %d".formatted(min, max),
                false,
                text -> number(text, min, max));
    }

    /// `true` or `false`.
    public Setting<Boolean> flag(String key) {
        return scalar(
                key,
                "true or false",
                false,
                text ->
                        switch (text) {
                            case "true" -> true;
                            case "false" -> false;
                            default -> throw new IllegalArgumentException("write one of the two");
                        });
    }

    /// A span of time such as `500 ms`, `30 s`, `5 min`, `2 h` or `14 d`.
    public Setting<Duration> duration(String key, Duration min, Duration max) {
        return scalar(
                key,
                "a time from %s to %s".formatted(Durations.text(min), Durations.text(max)),
                false,
                text -> within(Durations.parse(text), min, max));
    }

    /// A size such as `32 MiB`.
    public Setting<ByteSize> bytes(String key, ByteSize min, ByteSize max) {
        return scalar(
                key,
                "a size from %s to %s".formatted(min, max),
                false,
                text -> within(ByteSize.parse(text), min, max));
    }

    /// One of several words.
    ///
    /// @param choices what each word stands for
    public <T> Setting<T> choice(String key, Map<String, T> choices) {
        String words = String.join(", ", new TreeSet<>(choices.keySet()));
        return scalar(
                key,
                "one of " + words,
                false,
                text -> {
                    T choice = choices.get(text);
                    if (choice == null) {
                        throw new IllegalArgumentException("write one of " + words);
                    }
                    return choice;
                });
    }

    /// A list of texts.
    public Setting<List<String>> texts(String key) {
        Place at = ask(key);
        Node node = nodes.get(key);
        if (Scalars.isNull(node)) {
            return new Setting.Absent<>(at, "a list of texts");
        }
        if (!(node instanceof SequenceNode list)) {
            at.mistake("a list of texts", Scalars.describe(node), "write it as [a, b]");
            return new Setting.Wrong<>();
        }
        List<String> texts = new ArrayList<>();
        boolean good = true;
        for (int i = 0; i < list.getValue().size(); i++) {
            Node item = list.getValue().get(i);
            Place itemAt = at.entry(Integer.toString(i + 1), line(item));
            Setting<String> text =
                    convert(itemAt, item, "a text", false, Section::notEmpty).required();
            if (text instanceof Setting.Given<String> given) {
                texts.add(given.value());
            } else {
                good = false;
            }
        }
        return good ? new Setting.Given<>(at, "a list", List.copyOf(texts)) : new Setting.Wrong<>();
    }

    /// Names that the user chooses, each with a text; in the order of the file. No message shows
    /// the texts.
    public Setting<Map<String, String>> map(String key) {
        Section section = section(key);
        if (!section.present) {
            return has(key)
                    ? new Setting.Wrong<>()
                    : new Setting.Absent<>(section.place, "names, each with a text");
        }
        section.open = true;
        Map<String, String> map = new LinkedHashMap<>();
        boolean good = true;
        for (String name : section.nodes.keySet()) {
            Setting<String> value =
                    convert(
                                    section.place.entry(name, section.lineOf(name)),
                                    section.nodes.get(name),
                                    "a text",
                                    true,
                                    Function.identity())
                            .required();
            if (value instanceof Setting.Given<String> given) {
                map.put(name, given.value());
            } else {
                good = false;
            }
        }
        return good
                ? new Setting.Given<>(section.place, "names", Collections.unmodifiableMap(map))
                : new Setting.Wrong<>();
    }

    /// A section within this one.
    public Section section(String key) {
        Place at = ask(key);
        return sections.computeIfAbsent(key, _ -> nested(key, at, nodes.get(key)));
    }

    /// The sections whose names the user chooses, in the order of the file.
    public List<Section> entries() {
        open = true;
        return nodes.keySet().stream().map(this::entry).toList();
    }

    private Section entry(String entry) {
        return sections.computeIfAbsent(
                entry, _ -> nested(entry, place.entry(entry, lineOf(entry)), nodes.get(entry)));
    }

    private static Section nested(String name, Place at, @Nullable Node node) {
        if (node == null || node instanceof MappingNode) {
            return of(name, at, (MappingNode) node);
        }
        if (!Scalars.isNull(node)) {
            at.mistake(
                    "a section of settings",
                    Scalars.describe(node),
                    "indent its settings under it");
        }
        return of(name, at, null);
    }

    /// What a supplier makes of settings of this section. It may [Setting#get()] whatever has a
    /// meaning when absent; if one of them is wrong, so is the result. A record's compact
    /// constructor may refuse by an IllegalArgumentException, whose message is then the mistake.
    public <T> Setting<T> build(Supplier<T> supplier) {
        try {
            return new Setting.Given<>(place, "this section", supplier.get());
        } catch (WrongSettingException e) {
            return new Setting.Wrong<>();
        } catch (IllegalArgumentException e) {
            place.mistake(String.valueOf(e.getMessage()));
            return new Setting.Wrong<>();
        }
    }

    /// Notes a mistake that only a reader can see.
    ///
    /// @param text what was expected, what was found, what to do
    public void mistake(String key, String text) {
        ask(key).mistake(text);
    }

    /// The file that the text of a key names, as a section.
    Section include(String path) {
        return place.document().include(path);
    }

    void noteUnknownKeys() {
        sections.values().forEach(Section::noteUnknownKeys);
        if (open) {
            return;
        }
        for (String key : nodes.keySet()) {
            if (!asked.contains(key)) {
                place.child(key, lineOf(key))
                        .mistake(
                                "one of " + String.join(", ", asked),
                                "an unknown key",
                                Closest.to(key, asked)
                                        .map(near -> "did you mean \"" + near + "\"?")
                                        .orElse("remove it"));
            }
        }
    }

    void addKnown(Set<String> known) {
        asked.forEach(key -> known.add(place.child(key, 0).pattern()));
        sections.values().forEach(section -> section.addKnown(known));
    }

    private Place ask(String key) {
        asked.add(key);
        return place.child(key, lineOf(key));
    }

    private int lineOf(String key) {
        return Objects.requireNonNullElse(lines.get(key), place.line());
    }

    private static int line(Node node) {
        return node.getStartMark() == null ? 0 : node.getStartMark().getLine() + 1;
    }

    private <T> Setting<T> scalar(
            String key, String expected, boolean secret, Function<String, T> parse) {
        return convert(ask(key), nodes.get(key), expected, secret, parse);
    }

    private static <T> Setting<T> convert(
            Place at,
            @Nullable Node node,
            String expected,
            boolean secret,
            Function<String, T> parse) {
        if (Scalars.isNull(node)) {
            return new Setting.Absent<>(at, expected);
        }
        if (!(node instanceof ScalarNode scalar)) {
            at.mistake(expected, Scalars.describe(node), "write a single value");
            return new Setting.Wrong<>();
        }
        String text = Scalars.resolve(at, scalar);
        if (text == null) {
            return new Setting.Wrong<>();
        }
        String found = secret ? "a text that is not shown" : Scalars.describe(node);
        return new Setting.Given<>(at, found, text).map(expected, parse);
    }

    private static String notEmpty(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("write a text that is not empty");
        }
        return text;
    }

    private static int number(String text, int min, int max) {
        String advice = "write one in this range";
        try {
            return within(Integer.valueOf(text), min, max);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(advice, e);
        }
    }

    private static <T extends Comparable<T>> T within(T value, T min, T max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException("write one in this range");
        }
        return value;
    }
}
