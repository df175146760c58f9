package dev.sluice.config;

/// Where a setting stands or should stand.
///
/// @param document that notes its mistakes
/// @param file the file's name where it is not the main one, else empty
/// @param path its path in the file, e.g. `tenants.acme.key`
/// @param pattern the path with `*` for the names that the user chooses, e.g. `tenants.*.key`
/// @param line from 1; of the enclosing section for a setting that is absent
record Place(Document document, String file, String path, String pattern, int line) {

    Place child(String key, int childLine) {
        return new Place(document, file, join(path, key), join(pattern, key), childLine);
    }

    Place entry(String name, int childLine) {
        return new Place(document, file, join(path, name), join(pattern, "*"), childLine);
    }

    void mistake(String expected, String found, String advice) {
        mistake("expected %s, found %s; %s".formatted(expected, found, advice));
    }

    void mistake(String text) {
        document.note(new Mistake(file, path, line, text));
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
