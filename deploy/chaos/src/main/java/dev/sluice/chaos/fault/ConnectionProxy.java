package dev.sluice.chaos.fault;

import dev.sluice.embedded.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands before a TCP server. Its connections can be cut; stalled, so that nothing passes for a
/// while; or lost, as when a router forgets them: they stay open at both ends, and what is sent is
/// never heard.
public final class ConnectionProxy implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionProxy.class);
    private static final int WAITING_CONNECTIONS = 256;

    private final int serverPort;
    private final ServerSocket socket;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> lost = ConcurrentHashMap.newKeySet();
    private final Object gate = new Object();
    private boolean stalled;

    /// Listens on a free port.
    public ConnectionProxy(int serverPort) {
        this.serverPort = serverPort;
        try {
            socket =
                    new ServerSocket(
                            FreePort.find(),
                            WAITING_CONNECTIONS,
                            InetAddress.getByName(FreePort.HOST));
        } catch (IOException e) {
            throw new UncheckedIOException("no proxy can listen before port " + serverPort, e);
        }
        Thread.ofVirtual().name("connection-proxy").start(this::accept);
    }

    /// Where clients connect to.
    public int port() {
        return socket.getLocalPort();
    }

    /// Cuts every connection there is.
    public void cut() {
        open.forEach(ConnectionProxy::close);
    }

    /// Loses every connection there is; new ones are good.
    public void lose() {
        lost.addAll(open);
    }

    /// Lets nothing pass from now on, or all again.
    public void stall(boolean now) {
        synchronized (gate) {
            stalled = now;
            gate.notifyAll();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                open.add(client);
                Thread.ofVirtual().name("connection").start(() -> serve(client));
            }
        } catch (IOException closed) {
            LOG.debug("The proxy listens no more", closed);
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(FreePort.HOST, serverPort)) {
            open.add(server);
            Thread back = Thread.ofVirtual().start(() -> pump(server, client));
            pump(client, server);
            back.join();
            open.remove(server);
            lost.remove(server);
        } catch (IOException e) {
            LOG.debug("The server is away", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
            lost.remove(client);
        }
    }

    /// Until one side ends; then both do.
    private void pump(Socket from, Socket to) {
        byte[] bytes = new byte[64 << 10];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                passGate();
                if (!lost.contains(from)) {
                    out.write(bytes, 0, n);
                    out.flush();
                }
            }
        } catch (IOException e) {
            LOG.debug("A connection ends", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(from);
            // The other end of a lost connection never hears of it.
            if (!lost.contains(from)) {
                close(to);
            }
        }
    }

    private void passGate() throws InterruptedException {
        synchronized (gate) {
            while (stalled) {
                gate.wait();
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Not closed", e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy did not close", e);
        }
        stall(false);
        cut();
    }
}
