package dev.sluice.chaos.fault;

/// What can go wrong.
public enum FaultKind {
    /// A process ends without a word, and is started again after a while.
    KILL,
    /// A process stands still and goes on after a while, which may be longer than its sessions.
    PAUSE,
    /// All connections to a server are cut.
    CUT,
    /// All connections to a server stay open, and nothing passes for a while.
    STALL,
    /// All connections to a server stay open, and nothing passes ever again; new ones are good.
    LOSE,
    /// S3 answers some requests with errors, half bodies, or nothing.
    S3_ERRORS,
    /// The disk of a part has no byte left for a while.
    DISK_FULL
}
