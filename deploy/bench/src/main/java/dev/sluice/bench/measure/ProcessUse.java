package dev.sluice.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// What processes have used, as Linux tells it in `/proc`.
public final class ProcessUse {

    /// Linux counts processor time in hundredths of a second, whatever the machine.
    private static final long TICK_MILLIS = 10;

    // Counted from the field after the command, which is in brackets.
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int CHILDREN_USER = 13;
    private static final int CHILDREN_SYSTEM = 14;

    private ProcessUse() {}

    /// The processor time of a process.
    public static Duration cpu(long pid) {
        return sum(stat(pid), USER, SYSTEM);
    }

    /// The processor time of the children of a process that have ended, and of theirs.
    public static Duration cpuOfEnded(long pid) {
        return sum(stat(pid), CHILDREN_USER, CHILDREN_SYSTEM);
    }

    /// The processor time of a process and of all its descendants, ended or not.
    public static Duration cpuOfFamily(long pid) {
        ProcessHandle process =
                ProcessHandle.of(pid)
                        .orElseThrow(() -> new IllegalStateException("no process " + pid));
        try (Stream<ProcessHandle> family =
                Stream.concat(Stream.of(process), process.descendants())) {
            return family.filter(ProcessHandle::isAlive)
                    .map(one -> cpu(one.pid()).plus(cpuOfEnded(one.pid())))
                    .reduce(Duration.ZERO, Duration::plus);
        }
    }

    /// The most memory that a process has had resident, in bytes.
    public static long peakBytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the memory of process " + pid, e);
        }
    }

    private static String[] stat(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what process " + pid + " used", e);
        }
    }

    private static Duration sum(String[] fields, int one, int other) {
        return Duration.ofMillis(
                TICK_MILLIS * (Long.parseLong(fields[one]) + Long.parseLong(fields[other])));
    }
}
