package dev.sluice.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.ThreadLocalRandom;

/// Finds ports that nobody listens on, below those that the system gives to outgoing connections: a
/// server that is down for a restart would lose such a port to the next client that reconnects,
/// even to its own.
public final class FreePort {

    private static final int LOWEST = 20_000;
    private static final int BEYOND = 32_000;
    private static final int TRIES = 200;

    /// What the servers listen on.
    public static final String HOST = "localhost";

    private FreePort() {}

    /// A port that was free a moment ago. For servers that have to bind it themselves.
    public static int find() {
        for (int i = 0; i < TRIES; i++) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(candidate());
                return socket.getLocalPort();
            } catch (IOException taken) {
                continue;
            }
        }
        throw noneFree();
    }

    /// A bound channel on a free port, or on the port given. For servers that accept one: nobody
    /// can come between.
    static ServerSocketChannel bind(int portOrZero) throws IOException {
        if (portOrZero != 0) {
            return bind(new InetSocketAddress(InetAddress.getByName(HOST), portOrZero));
        }
        for (int i = 0; i < TRIES; i++) {
            try {
                return bind(candidate());
            } catch (IOException taken) {
                continue;
            }
        }
        throw noneFree();
    }

    private static ServerSocketChannel bind(InetSocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            return channel.bind(address);
        } catch (IOException e) {
            channel.close();
            throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    private static InetSocketAddress candidate() throws IOException {
        return new InetSocketAddress(
                InetAddress.getByName(HOST), ThreadLocalRandom.current().nextInt(LOWEST, BEYOND));
    }

    private static ServerException noneFree() {
        return new ServerException(
                "no free port among "
                        + TRIES
                        + " tried from "
                        + LOWEST
                        + " to "
                        + (BEYOND - 1)
                        + " on "
                        + HOST
                        + "; stop what listens there");
    }
}
