package dev.sluice.cut;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A point between two transactions of the source's log, known by its name: a whole second of UTC.
/// Cuts of a source have strictly increasing names.
///
/// @param epochSecond seconds since 1970-01-01T00:00:00Z; 0 is [#NONE]
public record Cut(long epochSecond) implements Comparable<Cut> {

    /// Stands for "before the first cut".
    public static final Cut NONE = new Cut(0);

    public Cut {
        if (epochSecond < 0) {
            throw new IllegalArgumentException("a cut is after 1970, not " + epochSecond + " s");
        }
    }

    /// The cut named by the second that `instant` lies in.
    public static Cut at(Instant instant) {
        return new Cut(instant.getEpochSecond());
    }

    /// The cut that a text such as `2026-11-23T22:00:00Z` names, the inverse of [#toString()].
    ///
    /// @throws IllegalArgumentException if the text is no instant, or no whole second
    public static Cut parse(String text) {
        Instant instant;
        try {
            instant = Instant.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "a cut is written like 2026-11-23T22:00:00Z, not \"" + text + "\"", e);
        }
        if (!instant.equals(instant.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException(
                    "a cut is a whole second like 2026-11-23T22:00:00Z, not \"" + text + "\"");
        }
        return at(instant);
    }

    /// Whether this is a cut and not [#NONE].
    public boolean exists() {
        return epochSecond != 0;
    }

    /// The instant that names it.
    public Instant instant() {
        return Instant.ofEpochSecond(epochSecond);
    }

    @Override
    public int compareTo(Cut other) {
        return Long.compare(epochSecond, other.epochSecond);
    }

    @Override
    public String toString() {
        return exists() ? instant().toString() : "none";
    }
}
