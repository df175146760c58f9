package dev.sluice.publisher.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The template of a derived column, e.g. `https://app.example.com/services/{alias}`: text in which
/// each `{column}` stands for that cell's text, as it is. NULL where one of those cells is NULL.
///
/// @param text as configured
/// @param parts in order
record Template(String text, List<Part> parts) {

    private static final Pattern REFERENCE = Pattern.compile("\\{([^{}]+)}");

    /// A piece of the text.
    sealed interface Part {}

    /// Text that stands for itself.
    record Literal(String text) implements Part {}

    /// A column's cell.
    record Reference(String column) implements Part {}

    Template {
        parts = List.copyOf(parts);
    }

    static Template parse(String text) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = REFERENCE.matcher(text);
        int from = 0;
        while (matcher.find()) {
            if (matcher.start() > from) {
                parts.add(new Literal(text.substring(from, matcher.start())));
            }
            parts.add(new Reference(matcher.group(1)));
            from = matcher.end();
        }
        if (from < text.length()) {
            parts.add(new Literal(text.substring(from)));
        }
        return new Template(text, parts);
    }
}
