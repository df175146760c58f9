package dev.sluice.capture.debezium;

/// Amounts of money, which PostgreSQL prints as the database's `lc_monetary` has it, as plain
/// decimals: `-$1,234.50` and `-1.234,50 €` to `-1234.50`.
///
/// A last separator with one or two digits after it is the decimal point. So a locale with three
/// decimals is not understood.
final class MoneyText {

    private static final int MOST_DECIMALS = 2;

    private MoneyText() {}

    static String plain(String text) {
        int lastDigit = text.length() - 1;
        while (lastDigit >= 0 && !isDigit(text.charAt(lastDigit))) {
            lastDigit--;
        }
        int decimals = 0;
        while (decimals <= lastDigit && isDigit(text.charAt(lastDigit - decimals))) {
            decimals++;
        }
        int point = lastDigit - decimals;
        boolean hasPoint = decimals <= MOST_DECIMALS && point >= 0 && isPoint(text.charAt(point));
        StringBuilder out = new StringBuilder(text.length());
        if (text.indexOf('-') >= 0 || text.indexOf('(') >= 0) {
            out.append('-');
        }
        for (int i = 0; i <= lastDigit; i++) {
            char c = text.charAt(i);
            if (isDigit(c)) {
                out.append(c);
            } else if (hasPoint && i == point) {
                out.append('.');
            }
        }
        return out.toString();
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isPoint(char c) {
        return c == '.' || c == ',';
    }
}
