package dev.sluice.app.shell;

import java.time.Duration;
import java.util.Locale;

/// Spans of time and amounts of bytes as people read them.
public final class Spans {

    private Spans() {}

    /// Such as `4 s`, `3 min 5 s`, `2 h 10 min`, `3 d 4 h`.
    public static String text(Duration span) {
        if (span.isNegative()) {
            return "0 s";
        }
        if (span.toDays() > 0) {
            return span.toDays() + " d " + span.toHoursPart() + " h";
        }
        if (span.toHours() > 0) {
            return span.toHours() + " h " + span.toMinutesPart() + " min";
        }
        if (span.toMinutes() > 0) {
            return span.toMinutes() + " min " + span.toSecondsPart() + " s";
        }
        return span.toSeconds() + " s";
    }

    /// Such as `512 B`, `1.4 KiB`, `3.2 MiB`.
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double size = bytes;
        String[] units = {"KiB", "MiB", "GiB", "TiB"};
        int unit = -1;
        while (size >= 1024 && unit < units.length - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", size, units[unit]);
    }
}
