package dev.sluice.config;

import java.util.List;
import java.util.stream.Collectors;

/// The configuration cannot be used. Its message names every mistake, one a line; it never holds a
/// secret.
public final class ConfigException extends RuntimeException {

    private final transient List<Mistake> mistakes;

    ConfigException(String file, List<Mistake> mistakes) {
        super(
                mistakes.stream()
                        .map(mistake -> "  " + mistake)
                        .collect(
                                Collectors.joining(
                                        "\n",
                                        "%s has %s:\n"
                                                .formatted(
                                                        file,
                                                        mistakes.size() == 1
                                                                ? "a mistake"
                                                                : mistakes.size() + " mistakes"),
                                        "")));
        this.mistakes = List.copyOf(mistakes);
    }

    /// All of them, in the order of the file.
    public List<Mistake> mistakes() {
        return mistakes;
    }
}
