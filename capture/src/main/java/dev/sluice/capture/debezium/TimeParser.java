package dev.sluice.capture.debezium;

import java.time.LocalDate;

/// Reads dates and times that PostgreSQL printed in ISO style, years of any length and BC included.
final class TimeParser {

    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final String BC = " BC";

    private TimeParser() {}

    /// Microseconds since 1970 UTC; a zone's offset may follow.
    static long timestamp(String text) {
        if (text.equals("infinity")) {
            return Long.MAX_VALUE;
        }
        if (text.equals("-infinity")) {
            return Long.MIN_VALUE;
        }
        boolean bc = text.endsWith(BC);
        String rest = bc ? text.substring(0, text.length() - BC.length()) : text;
        int space = rest.indexOf(' ');
        int offsetAt = Math.max(rest.indexOf('+', space), rest.indexOf('-', space));
        String time = rest.substring(space + 1, offsetAt < 0 ? rest.length() : offsetAt);
        long offset = offsetAt < 0 ? 0 : offsetSeconds(rest.substring(offsetAt));
        long day = day(rest.substring(0, space), bc);
        return Math.addExact(
                Math.multiplyExact(day * 86_400L - offset, MICROS_PER_SECOND), time(time));
    }

    /// Days since 1970.
    static long date(String text) {
        return switch (text) {
            case "infinity" -> Long.MAX_VALUE;
            case "-infinity" -> Long.MIN_VALUE;
            default ->
                    text.endsWith(BC)
                            ? day(text.substring(0, text.length() - BC.length()), true)
                            : day(text, false);
        };
    }

    /// Microseconds of the day.
    static long time(String text) {
        int point = text.indexOf('.');
        String whole = point < 0 ? text : text.substring(0, point);
        String fraction = point < 0 ? "" : text.substring(point + 1);
        String[] parts = whole.split(":", -1);
        long seconds =
                Long.parseLong(parts[0]) * 3600
                        + Long.parseLong(parts[1]) * 60
                        + Long.parseLong(parts[2]);
        long micros =
                fraction.isEmpty() ? 0 : Long.parseLong((fraction + "000000").substring(0, 6));
        return seconds * MICROS_PER_SECOND + micros;
    }

    private static long day(String text, boolean bc) {
        int monthAt = text.indexOf('-');
        int year = Integer.parseInt(text.substring(0, monthAt));
        return LocalDate.of(
                        bc ? 1 - year : year,
                        Integer.parseInt(text.substring(monthAt + 1, monthAt + 3)),
                        Integer.parseInt(text.substring(monthAt + 4, monthAt + 6)))
                .toEpochDay();
    }

    private static long offsetSeconds(String text) {
        String[] parts = text.substring(1).split(":", -1);
        long seconds = 0;
        long unit = 3600;
        for (String part : parts) {
            seconds += Long.parseLong(part) * unit;
            unit /= 60;
        }
        return text.charAt(0) == '-' ? -seconds : seconds;
    }
}
