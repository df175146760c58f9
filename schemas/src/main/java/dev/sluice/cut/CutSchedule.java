package dev.sluice.cut;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/// When cuts are due, in UTC: at every time of either expression, and a full cut at those of the
/// second. Expressions are Unix cron, five fields: minute, hour, day of month, month, day of week
/// (`SUN` or 0 for Sunday). Immutable.
public final class CutSchedule {

    private static final CronParser PARSER =
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private final String incrementalText;
    private final String fullText;
    private final ExecutionTime incremental;
    private final ExecutionTime full;

    private CutSchedule(String incremental, String full) {
        this.incrementalText = incremental;
        this.fullText = full;
        this.incremental = parse(incremental);
        this.full = parse(full);
    }

    /// The schedule of two cron expressions.
    ///
    /// @throws IllegalArgumentException if one is not a cron expression or never comes true; the
    ///   message names it
    public static CutSchedule of(String incremental, String full) {
        return new CutSchedule(incremental, full);
    }

    private static ExecutionTime parse(String text) {
        ExecutionTime times;
        try {
            Cron cron = PARSER.parse(text);
            times = ExecutionTime.forCron(cron.validate());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no cron expression of five fields: " + e.getMessage(), e);
        }
        if (next(times, Instant.EPOCH).isEmpty()) {
            throw new IllegalArgumentException("\"" + text + "\" names a time that never comes");
        }
        return times;
    }

    /// The first scheduled cut strictly after `instant`.
    public Cut after(Instant instant) {
        Instant next =
                earlier(next(incremental, instant), next(full, instant))
                        .orElseThrow(
                                () -> new IllegalStateException("no cut is due after " + instant));
        return Cut.at(next);
    }

    /// Whether a full push is due at a cut, for one who had the last at an earlier cut: a time of
    /// full pushes lies between them, or is the cut's own.
    public boolean isFullDue(Cut last, Cut cut) {
        return next(full, last.instant()).filter(due -> !due.isAfter(cut.instant())).isPresent();
    }

    private static Optional<Instant> earlier(Optional<Instant> a, Optional<Instant> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.or(() -> b);
        }
        return a.get().isBefore(b.get()) ? a : b;
    }

    private static Optional<Instant> next(ExecutionTime times, Instant after) {
        return times.nextExecution(after.atZone(ZoneOffset.UTC)).map(t -> t.toInstant());
    }

    @Override
    public String toString() {
        return "incremental \"" + incrementalText + "\", full \"" + fullText + "\"";
    }
}
