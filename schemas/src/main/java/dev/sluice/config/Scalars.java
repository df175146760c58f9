package dev.sluice.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Single values of the file: their text with `${NAME}` replaced, and how messages name them.
final class Scalars {

    private static final Pattern VARIABLE = Pattern.compile("\\$(\\$?)\\{([^}]*)}?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int SHOWN = 60;

    private Scalars() {}

    /// What a node is, for a message. A value that comes from the environment is not shown.
    static String describe(@Nullable Node node) {
        return switch (node) {
            case null -> "nothing";
            case MappingNode _ -> "a section of settings";
            case SequenceNode _ -> "a list";
            case ScalarNode scalar when isNull(scalar) -> "nothing";
            case ScalarNode scalar when VARIABLE.matcher(scalar.getValue()).find() ->
                    "the value of " + quoted(scalar.getValue());
            case ScalarNode scalar -> quoted(scalar.getValue());
            default -> "something else";
        };
    }

    static String quoted(String text) {
        return "\"" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + "\"";
    }

    static boolean isNull(@Nullable Node node) {
        return node == null || node.getTag().equals(Tag.NULL);
    }

    /// The text of a value with its variables replaced: `${NAME}`; `$${NAME}` stands for itself.
    ///
    /// @return null if a variable is malformed or not defined, which is then noted
    static @Nullable String resolve(Place place, ScalarNode node) {
        Matcher variables = VARIABLE.matcher(node.getValue());
        StringBuilder out = new StringBuilder();
        boolean good = true;
        while (variables.find()) {
            String all = variables.group();
            String name = variables.group(2);
            if (!variables.group(1).isEmpty()) {
                variables.appendReplacement(out, Matcher.quoteReplacement(all.substring(1)));
                continue;
            }
            String value = null;
            if (!NAME.matcher(name).matches() || !all.endsWith("}")) {
                place.mistake(
                        "a variable written ${NAME}",
                        quoted(all),
                        "correct it, or write $${ where a text has ${ in it");
                good = false;
            } else {
                value = place.document().variable(name);
                if (value == null) {
                    place.document().noteUndefined(undefined(place, name));
                    good = false;
                }
            }
            variables.appendReplacement(out, Matcher.quoteReplacement(value == null ? "" : value));
        }
        return good ? variables.appendTail(out).toString() : null;
    }

    private static Mistake undefined(Place place, String name) {
        return new Mistake(
                place.file(),
                place.path(),
                place.line(),
                "expected the environment variable %1$s to be set, found none; set %1$s, or write the value here"
                        .formatted(name));
    }
}
