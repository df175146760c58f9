package dev.sluice.chaos.part;

/// A part of the installation that runs as a process of its own. Not thread-safe: whoever disturbs
/// the parts also starts them again.
public interface Part {

    /// E.g. `publisher-2`.
    String name();

    /// Starts it, on what it left behind.
    void start();

    /// Ends it at once, as a lost host does.
    void kill();

    /// Stops it (`SIGSTOP`): its connections stay open, and it does not know.
    void pause();

    /// Continues it (`SIGCONT`).
    void resume();

    /// Whether it runs; a paused one does.
    boolean isAlive();
}
