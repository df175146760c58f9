package dev.sluice.table;

/// Dates and times as PostgreSQL prints them (`DateStyle ISO`), in the proleptic Gregorian
/// calendar: years of four digits at least, years before the first as `0044-03-15 BC`, a fraction
/// only where it is not zero.
public final class TimeText {

    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;

    private TimeText() {}

    /// Appends a timestamp.
    ///
    /// @param micros since 1970-01-01T00:00:00Z; the extreme values are the infinities
    public static void timestamp(long micros, StringBuilder out) {
        if (infinite(micros, out)) {
            return;
        }
        boolean bc = calendarDate(Math.floorDiv(micros, MICROS_PER_DAY), out);
        out.append(' ');
        time(Math.floorMod(micros, MICROS_PER_DAY), out);
        if (bc) {
            out.append(" BC");
        }
    }

    /// Appends a date.
    ///
    /// @param days since 1970-01-01; the extreme values are the infinities
    public static void date(long days, StringBuilder out) {
        if (!infinite(days, out) && calendarDate(days, out)) {
            out.append(" BC");
        }
    }

    /// Appends a time of day.
    ///
    /// @param micros since midnight, up to 24:00:00 inclusive
    public static void time(long micros, StringBuilder out) {
        long seconds = micros / MICROS_PER_SECOND;
        padded(seconds / 3600, 2, out);
        out.append(':');
        padded(seconds / 60 % 60, 2, out);
        out.append(':');
        padded(seconds % 60, 2, out);
        fraction(micros % MICROS_PER_SECOND, out);
    }

    private static boolean infinite(long value, StringBuilder out) {
        if (value == Long.MAX_VALUE) {
            out.append("infinity");
            return true;
        }
        if (value == Long.MIN_VALUE) {
            out.append("-infinity");
            return true;
        }
        return false;
    }

    /// Appends year, month and day, and says whether the year is before the first.
    ///
    /// Counts in years that begin in March, so that the leap day is the last of its year, and in
    /// cycles of 400 years, all of the same length.
    private static boolean calendarDate(long epochDay, StringBuilder out) {
        long daysFromMarch0 = epochDay + 719_468;
        long cycle = Math.floorDiv(daysFromMarch0, 146_097);
        long dayOfCycle = daysFromMarch0 - cycle * 146_097;
        long yearOfCycle =
                (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096)
                        / 365;
        long dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0);
        boolean bc = year <= 0;
        padded(bc ? 1 - year : year, 4, out);
        out.append('-');
        padded(month, 2, out);
        out.append('-');
        padded(day, 2, out);
        return bc;
    }

    private static void fraction(long micros, StringBuilder out) {
        if (micros == 0) {
            return;
        }
        int digits = 6;
        while (micros % 10 == 0) {
            micros /= 10;
            digits--;
        }
        out.append('.');
        padded(micros, digits, out);
    }

    private static void padded(long value, int digits, StringBuilder out) {
        long bound = 10;
        for (int i = 1; i < digits; i++) {
            if (value < bound) {
                out.append("0".repeat(digits - i));
                break;
            }
            bound *= 10;
        }
        out.append(value);
    }
}
