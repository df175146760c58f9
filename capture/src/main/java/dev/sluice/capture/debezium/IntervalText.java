package dev.sluice.capture.debezium;

import org.postgresql.util.PGInterval;

/// Intervals in ISO 8601, as PostgreSQL prints them with `IntervalStyle iso_8601`: parts that are
/// zero left out, each with its own sign.
final class IntervalText {

    private IntervalText() {}

    static String of(PGInterval interval) {
        StringBuilder out = new StringBuilder("P");
        part(interval.getYears(), 'Y', out);
        part(interval.getMonths(), 'M', out);
        part(interval.getDays(), 'D', out);
        int timeAt = out.length();
        part(interval.getHours(), 'H', out);
        part(interval.getMinutes(), 'M', out);
        seconds(interval.getWholeSeconds(), interval.getMicroSeconds(), out);
        if (out.length() > timeAt) {
            out.insert(timeAt, 'T');
        }
        return out.length() == 1 ? "PT0S" : out.toString();
    }

    private static void part(int value, char unit, StringBuilder out) {
        if (value != 0) {
            out.append(value).append(unit);
        }
    }

    private static void seconds(int whole, int micros, StringBuilder out) {
        long total = whole * 1_000_000L + micros;
        if (total == 0) {
            return;
        }
        if (total < 0) {
            out.append('-');
        }
        long absolute = Math.abs(total);
        out.append(absolute / 1_000_000);
        long fraction = absolute % 1_000_000;
        if (fraction != 0) {
            String digits = Long.toString(1_000_000 + fraction).substring(1);
            out.append('.').append(digits.replaceFirst("0+$", ""));
        }
        out.append('S');
    }
}
