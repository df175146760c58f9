package dev.sluice.app.shell;

/// Which Sluice this is.
public final class Version {

    /// As in the POMs.
    public static final String TEXT = "0.1.0-SNAPSHOT";

    private Version() {}
}
