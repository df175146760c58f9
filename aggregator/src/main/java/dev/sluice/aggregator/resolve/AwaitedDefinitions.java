package dev.sluice.aggregator.resolve;

import dev.sluice.aggregator.step.UnusableRecordException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// The definitions that changes name and that are not known yet. Capture writes a definition before
/// the first change that names it, so it is moments away; one that does not come is lost.
final class AwaitedDefinitions {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private record Version(String table, int number) {}

    private final Definitions definitions;
    private final LongSupplier nowMillis;
    private final Map<Version, Long> missingSince = new LinkedHashMap<>();

    /// What waited before the task came here has not asked yet.
    private boolean fresh = true;

    /// @param nowMillis the time, in milliseconds
    AwaitedDefinitions(Definitions definitions, LongSupplier nowMillis) {
        this.definitions = definitions;
        this.nowMillis = nowMillis;
    }

    /// Whether a version is known; it is awaited from now on if not.
    boolean isKnown(String table, int version) {
        boolean known = definitions.find(table, version) != null;
        if (!known) {
            missingSince.putIfAbsent(new Version(table, version), nowMillis.getAsLong());
        }
        return known;
    }

    /// Whether what waits may find now what it waited for.
    ///
    /// @throws UnusableRecordException if one has been awaited for too long
    boolean anyCame() {
        boolean came = fresh;
        fresh = false;
        came |=
                missingSince
                        .keySet()
                        .removeIf(each -> definitions.find(each.table(), each.number()) != null);
        missingSince.forEach((version, since) -> {
            if (nowMillis.getAsLong() - since > PATIENCE.toMillis()) {
                throw new UnusableRecordException(
                        "it names version %d of the table %s, which has not come by the topic tables within %d min; restore its record there, or start again with a new kafka.prefix"
                                .formatted(
                                        version.number(), version.table(), PATIENCE.toMinutes()));
            }
        });
        return came;
    }
}
