package dev.sluice.bench.part;

/// Where programs run.
@FunctionalInterface
public interface Host {

    /// Starts a program.
    Running start(Program program);
}
