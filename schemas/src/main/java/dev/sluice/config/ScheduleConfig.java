package dev.sluice.config;

import dev.sluice.cut.CutSchedule;

/// The section `schedule`: when cuts are due, as cron expressions of five fields, in UTC.
///
/// @param incremental when every tenant receives what changed
/// @param full when every tenant besides receives everything
public record ScheduleConfig(String incremental, String full) {

    public ScheduleConfig {
        CutSchedule.of(incremental, full);
    }

    /// Reads it.
    public static Setting<ScheduleConfig> from(Section root) {
        Section schedule = root.section("schedule");
        var incremental = cron(schedule, "incremental").or("0 22 * * *");
        var full = cron(schedule, "full").or("0 22 * * SUN");
        return schedule.build(() -> new ScheduleConfig(incremental.get(), full.get()));
    }

    private static Setting<String> cron(Section schedule, String key) {
        return schedule.text(key)
                .map(
                        "a cron expression of five fields, such as \"0 22 * * *\"",
                        text -> {
                            CutSchedule.of(text, text);
                            return text;
                        });
    }

    /// The schedule itself.
    public CutSchedule cuts() {
        return CutSchedule.of(incremental, full);
    }
}
