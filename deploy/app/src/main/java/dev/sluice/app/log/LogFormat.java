package dev.sluice.app.log;

import java.util.Locale;

/// How log lines are written.
public enum LogFormat {
    /// For a person at a terminal.
    TEXT,
    /// One JSON object a line.
    JSON;

    /// The format that `SLUICE_LOG` names; nothing named: text on a terminal, else JSON.
    ///
    /// @throws IllegalArgumentException if it names neither
    public static LogFormat of(String setting, boolean terminal) {
        return switch (setting.toLowerCase(Locale.ROOT)) {
            case "" -> terminal ? TEXT : JSON;
            case "text" -> TEXT;
            case "json" -> JSON;
            default ->
                    throw new IllegalArgumentException(
                            "the environment variable SLUICE_LOG must be text or json, not \""
                                    + setting
                                    + "\"; correct it, or unset it for text on a terminal and json elsewhere");
        };
    }
}
