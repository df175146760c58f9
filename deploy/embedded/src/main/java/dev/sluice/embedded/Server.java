package dev.sluice.embedded;

/// A running server. It keeps its address and its data over a stop and a start; closing it ends its
/// process and deletes its data where the directory was made by the server itself. A server is
/// returned started.
///
/// Thread-safe; each method returns when its work is done. A server that cannot start or stop
/// throws [ServerException].
public interface Server extends AutoCloseable {

    /// Stops the server and keeps its data. Clients see broken connections. Does nothing when it is
    /// stopped.
    void stop();

    /// Starts it again on the same data, host and port. Does nothing when it runs.
    void start();

    /// Stops it for good. May be called twice.
    @Override
    void close();
}
