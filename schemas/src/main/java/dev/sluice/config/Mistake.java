package dev.sluice.config;

/// One mistake in a configuration file.
///
/// @param file the file's name where it is not the main one, else empty
/// @param path where in the file, e.g. `tenants.acme.key`; empty for the file itself
/// @param line from 1; 0 if the file has none
/// @param text what was expected, what was found, what to do
public record Mistake(String file, String path, int line, String text) {

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        if (!file.isEmpty()) {
            out.append(file).append(": ");
        }
        if (!path.isEmpty()) {
            out.append(path).append(' ');
        }
        if (line > 0) {
            out.append("(line ").append(line).append(')');
        }
        return out.isEmpty() ? text : out.append(": ").append(text).toString();
    }
}
