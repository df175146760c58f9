package dev.sluice.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A derived column's text: literal text with the names of columns in braces, such as
/// `https://app.example.com/services/{alias}`. `{{` and `}}` stand for the braces themselves.
/// Immutable.
public final class Template {

    private final String text;
    private final List<Part> parts;

    private Template(String text, List<Part> parts) {
        this.text = text;
        this.parts = List.copyOf(parts);
    }

    /// A piece of a template.
    public sealed interface Part {

        /// Text that stands for itself.
        record Literal(String text) implements Part {}

        /// The place of a column's text.
        record Column(String name) implements Part {}
    }

    /// The template that a text stands for, the inverse of [#toString()].
    ///
    /// @throws IllegalArgumentException if a brace has no partner, or the braces hold no name
    public static Template parse(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                literal.append(c);
                i += 2;
            } else if (c == '{') {
                int end = text.indexOf('}', i);
                if (end < 0 || end == i + 1) {
                    throw wrong(text, "has a { without a column's name and a }");
                }
                parts.add(new Part.Literal(literal.toString()));
                parts.add(new Part.Column(text.substring(i + 1, end)));
                literal.setLength(0);
                i = end + 1;
            } else if (c == '}') {
                throw wrong(text, "has a } without its {");
            } else {
                literal.append(c);
                i++;
            }
        }
        parts.add(new Part.Literal(literal.toString()));
        return new Template(text, parts);
    }

    private static IllegalArgumentException wrong(String text, String what) {
        return new IllegalArgumentException(
                "the template \"%s\" %s; write {column}, or {{ and }} for braces"
                        .formatted(text, what));
    }

    /// Its pieces, in order, for those who write them one by one.
    public List<Part> parts() {
        return parts;
    }

    /// The columns that it is made of, in order.
    public List<String> columns() {
        return parts.stream()
                .filter(Part.Column.class::isInstance)
                .map(part -> ((Part.Column) part).name())
                .toList();
    }

    /// The text for a row; nothing (SQL NULL) if one of the columns is null.
    ///
    /// @param cell gives a column's text, empty for SQL NULL
    public Optional<String> render(Function<String, Optional<String>> cell) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Literal(String literal) -> out.append(literal);
                case Part.Column(String name) -> {
                    Optional<String> value = cell.apply(name);
                    if (value.isEmpty()) {
                        return Optional.empty();
                    }
                    out.append(value.get());
                }
            }
        }
        return Optional.of(out.toString());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Template template && template.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
