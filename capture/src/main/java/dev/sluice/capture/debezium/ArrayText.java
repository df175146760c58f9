package dev.sluice.capture.debezium;

import dev.sluice.capture.source.ColumnKinds;
import dev.sluice.record.ColumnKind;
import dev.sluice.table.CellText;

/// PostgreSQL's array literals to JSON arrays: `{1,NULL,"a b"}` to `[1,null,"a b"]`. Numbers and
/// booleans stay plain; every other element is a JSON string of what its cell would be in a file.
final class ArrayText {

    private final String literal;
    private final ColumnKind kind;
    private final char delimiter;
    private final boolean money;
    private final StringBuilder out;
    private int at;

    private ArrayText(String literal, String elementType) {
        this.literal = literal;
        this.kind = ColumnKinds.of(elementType, false);
        this.delimiter = elementType.equals("box") ? ';' : ',';
        this.money = elementType.equals("money");
        this.out = new StringBuilder(literal.length() + 16);
        this.at = literal.startsWith("[") ? literal.indexOf('=') + 1 : 0;
    }

    /// The JSON of a literal.
    ///
    /// @param elementType the elements' type in `pg_type`
    /// @throws IllegalArgumentException if it is no array literal
    static String json(String literal, String elementType) {
        ArrayText text = new ArrayText(literal, elementType);
        text.array();
        return text.out.toString();
    }

    private void array() {
        expect('{');
        out.append('[');
        if (literal.charAt(at) != '}') {
            element();
            while (literal.charAt(at) == delimiter) {
                at++;
                out.append(',');
                element();
            }
        }
        expect('}');
        out.append(']');
    }

    private void element() {
        switch (literal.charAt(at)) {
            case '{' -> array();
            case '"' -> write(quoted());
            default -> {
                String text = plain();
                if (text.equals("NULL")) {
                    out.append("null");
                } else {
                    write(text);
                }
            }
        }
    }

    private String plain() {
        StringBuilder text = new StringBuilder();
        for (char c = literal.charAt(at); c != delimiter && c != '}'; c = literal.charAt(at)) {
            if (c == '\\') {
                at++;
            }
            text.append(literal.charAt(at));
            at++;
        }
        return text.toString();
    }

    private String quoted() {
        StringBuilder text = new StringBuilder();
        at++;
        for (char c = literal.charAt(at); c != '"'; c = literal.charAt(at)) {
            if (c == '\\') {
                at++;
            }
            text.append(literal.charAt(at));
            at++;
        }
        at++;
        return text.toString();
    }

    private void write(String element) {
        String text = money ? MoneyText.plain(element) : element;
        switch (kind) {
            case BOOLEAN -> out.append(text.equals("t") ? "true" : "false");
            case INTEGER -> out.append(text);
            case NUMERIC, REAL, DOUBLE -> {
                char last = text.charAt(text.length() - 1);
                if (Character.isDigit(last)) {
                    out.append(text);
                } else {
                    string(text);
                }
            }
            case TIMESTAMP -> string(CellText.of(kind, TimeParser.timestamp(text)));
            case TIME -> string(CellText.of(kind, TimeParser.time(text)));
            case DATE, INTERVAL, TEXT, BYTES, UUID, JSON, ARRAY, OTHER -> string(text);
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private void expect(char c) {
        if (at >= literal.length() || literal.charAt(at) != c) {
            throw new IllegalArgumentException("an array literal has no '" + c + "' at " + at);
        }
        at++;
    }
}
