package dev.sluice.app.tenant;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// A tenant as the configuration has it: a few lines of YAML.
final class TenantBlock {

    private static final String VARIABLE = "${";

    private TenantBlock() {}

    /// @param settings by their keys in the configuration, in order; empty ones are left out
    static String yaml(String id, Map<String, String> settings) {
        Map<String, String> given = new LinkedHashMap<>(settings);
        given.values().removeIf(String::isEmpty);
        return quoted(id)
                + ":\n"
                + given.entrySet().stream()
                        .map(entry ->
                                "  %s: %s\n".formatted(entry.getKey(), quoted(entry.getValue())))
                        .collect(Collectors.joining());
    }

    /// A text that YAML reads as this one, and as nothing else; plain where nobody could doubt it.
    private static String quoted(String text) {
        if (text.matches("[A-Za-z][A-Za-z0-9_./-]*")
                && !text.matches("(?i)y|n|yes|no|on|off|true|false|null")) {
            return text;
        }
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.replace(VARIABLE, "$" + VARIABLE).toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (Character.isISOControl(c)) {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
