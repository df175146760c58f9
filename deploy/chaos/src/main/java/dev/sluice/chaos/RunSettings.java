package dev.sluice.chaos;

import dev.sluice.chaos.fault.FaultKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/// What one run is told.
///
/// @param seed of workload and faults
/// @param length how long faults go on
/// @param settling how long everything may take to come to rest after that
/// @param kinds the faults that may happen
/// @param directory where everything is kept; it is kept if the run fails
record RunSettings(
        long seed, Duration length, Duration settling, Set<FaultKind> kinds, Path directory) {

    RunSettings {
        kinds = Set.copyOf(kinds);
    }
}
