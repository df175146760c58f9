package dev.sluice.key;

/// The escaping of the parts of a key. `%`, `/`, `,`, `#` and the control characters are written as
/// `%` and two hexadecimal digits, so that `/` and `,` separate and nothing a source can hold
/// collides with a mark. Every text has exactly one escaped form: keys have stable bytes.
final class KeyText {

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private KeyText() {}

    static void escape(String text, StringBuilder out) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (mustEscape(c)) {
                out.append('%').append(HEX[c >> 4]).append(HEX[c & 15]);
            } else {
                out.append(c);
            }
        }
    }

    static String escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (mustEscape(text.charAt(i))) {
                StringBuilder out = new StringBuilder(text.length() + 8);
                escape(text, out);
                return out.toString();
            }
        }
        return text;
    }

    /// @throws IllegalArgumentException if a `%` is not followed by two hexadecimal digits
    static String unescape(String text) {
        int at = text.indexOf('%');
        if (at < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        while (at >= 0) {
            if (at + 3 > text.length()) {
                throw new IllegalArgumentException("\"" + text + "\" ends within an escape");
            }
            out.append(text, from, at);
            out.append((char) (digit(text, at + 1) << 4 | digit(text, at + 2)));
            from = at + 3;
            at = text.indexOf('%', from);
        }
        return out.append(text, from, text.length()).toString();
    }

    private static int digit(String text, int at) {
        int digit = Character.digit(text.charAt(at), 16);
        if (digit < 0) {
            throw new IllegalArgumentException("\"" + text + "\" has an escape without its digits");
        }
        return digit;
    }

    private static boolean mustEscape(char c) {
        return c < ' ' || c == '%' || c == '/' || c == ',' || c == '#' || c == 0x7f;
    }
}
