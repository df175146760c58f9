package dev.sluice.chaos.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Draws the faults of a run. The same generator gives the same faults at the same times; what they
/// meet there depends on the machine.
public final class FaultSchedule {

    private static final List<String> MODULES =
            List.of(
                    "capture-1",
                    "capture-2",
                    "aggregator-1",
                    "aggregator-2",
                    "publisher-1",
                    "publisher-2");
    private static final List<String> SERVERS = List.of("broker", "database", "store");

    private final RandomGenerator random;
    private final Set<FaultKind> kinds;
    private final List<String> disks;

    /// A schedule that has not been drawn.
    ///
    /// @param kinds those that may happen; those that cannot, for want of a disk, are left out
    /// @param disks the parts whose disk can be filled
    public FaultSchedule(RandomGenerator random, Set<FaultKind> kinds, List<String> disks) {
        this.random = random;
        this.kinds =
                kinds.stream()
                        .filter(kind -> kind != FaultKind.DISK_FULL || !disks.isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
        this.disks = List.copyOf(disks);
    }

    /// Faults for so long, in the order of their times.
    public List<Fault> draw(Duration length) {
        List<Fault> faults = new ArrayList<>();
        long at = random.nextLong(500, 3_000);
        while (!kinds.isEmpty() && at < length.toMillis()) {
            Fault fault = draw(at);
            if (kinds.contains(fault.kind())
                    && (fault.kind() != FaultKind.DISK_FULL || disks.contains(fault.part()))) {
                faults.add(fault);
                at += random.nextLong(800, 5_000);
            }
        }
        return faults;
    }

    private Fault draw(long at) {
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4, 5 -> fault(FaultKind.KILL, MODULES, at, 200, 10_000);
            case 6, 7, 8 -> fault(FaultKind.PAUSE, MODULES, at, 1_000, 30_000);
            case 9, 10, 11 -> fault(FaultKind.KILL, SERVERS, at, 200, 6_000);
            case 12, 13 -> fault(FaultKind.PAUSE, SERVERS, at, 1_000, 15_000);
            case 14 -> fault(FaultKind.CUT, SERVERS.subList(0, 2), at, 0, 1);
            case 15 -> fault(FaultKind.LOSE, SERVERS.subList(0, 2), at, 0, 1);
            case 16 -> fault(FaultKind.STALL, SERVERS.subList(0, 2), at, 1_000, 15_000);
            case 17, 18 -> fault(FaultKind.S3_ERRORS, SERVERS.subList(2, 3), at, 2_000, 12_000);
            default -> fault(FaultKind.DISK_FULL, MODULES.subList(2, 6), at, 2_000, 10_000);
        };
    }

    private Fault fault(FaultKind kind, List<String> parts, long at, long shortest, long beyond) {
        return new Fault(
                kind,
                parts.get(random.nextInt(parts.size())),
                Duration.ofMillis(at),
                Duration.ofMillis(random.nextLong(shortest, beyond)));
    }
}
