package dev.sluice.embedded.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands before an HTTP server and lets requests fail, each as a [FaultPlan] says. Made for the S3
/// server; knows HTTP 1.1 and nothing of S3 but the form of its errors. Signed requests stay valid:
/// what clients sign (the address that they speak to, this one) is passed on as it is.
///
/// ```java
/// try (FaultyHttpProxy proxy = FaultyHttpProxy.before(store.endpoint(), Duration.ofMillis(200))) {
///     proxy.plan(FaultPlan.seeded(42, 0.3, FaultyHttpProxy.EVERY));
///     ... clients use proxy.endpoint() ...
///     proxy.plan(FaultPlan.none());
///     proxy.met();                                  // how many requests met which fault
/// }
/// ```
public final class FaultyHttpProxy implements AutoCloseable {

    /// Every fault there is.
    public static final Set<HttpFault> EVERY =
            Set.of(
                    HttpFault.DELAY,
                    HttpFault.ERROR,
                    HttpFault.SLOW_DOWN,
                    HttpFault.CUT,
                    HttpFault.HALF_REQUEST,
                    HttpFault.LOST_ANSWER,
                    HttpFault.HALF_ANSWER);

    private static final Logger LOG = LoggerFactory.getLogger(FaultyHttpProxy.class);
    private static final String HOST = "localhost";
    private static final int WAITING_CONNECTIONS = 256;

    private final InetSocketAddress server;
    private final Duration delay;
    private final ServerSocket socket;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Map<HttpFault, Long> met = new EnumMap<>(HttpFault.class);
    private volatile FaultPlan plan = FaultPlan.none();

    private FaultyHttpProxy(URI server, int port, Duration delay) throws IOException {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        this.delay = delay;
        this.socket = new ServerSocket(port, WAITING_CONNECTIONS, InetAddress.getByName(HOST));
        Thread.ofVirtual().name("faulty-http").start(this::accept);
    }

    /// A proxy before a server, on a free port, without faults to begin with.
    ///
    /// @param server its address, with a port
    /// @param delay how long [HttpFault#DELAY] is
    public static FaultyHttpProxy before(URI server, Duration delay) {
        return before(server, 0, delay);
    }

    /// The same on a port of the caller's choice.
    public static FaultyHttpProxy before(URI server, int port, Duration delay) {
        try {
            return new FaultyHttpProxy(server, port, delay);
        } catch (IOException e) {
            throw new UncheckedIOException("no proxy can listen before " + server, e);
        }
    }

    /// Where clients find it.
    public URI endpoint() {
        return URI.create("http://" + HOST + ":" + socket.getLocalPort());
    }

    /// Sets what becomes of requests from now on.
    public void plan(FaultPlan next) {
        plan = next;
    }

    /// How many requests met which fault until now, [HttpFault#NONE] included.
    public Map<HttpFault, Long> met() {
        synchronized (met) {
            return Map.copyOf(met);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                clients.add(client);
                Thread.ofVirtual().name("faulty-http-client").start(() -> serve(client));
            }
        } catch (IOException closed) {
            LOG.debug("The proxy listens no more", closed);
        }
    }

    private void serve(Socket client) {
        try (client) {
            new Relay(this, client).run();
        } catch (IOException e) {
            // The client or the server went away: the other side sees it by its own connection.
            LOG.debug("A connection ends", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clients.remove(client);
        }
    }

    HttpFault draw(HttpRequest request) {
        HttpFault fault = plan.next(request);
        synchronized (met) {
            met.merge(fault, 1L, Long::sum);
        }
        return fault;
    }

    Duration delay() {
        return delay;
    }

    Socket connect() throws IOException {
        Socket upstream = new Socket();
        upstream.connect(server);
        return upstream;
    }

    /// Cuts all connections and listens no more.
    @Override
    public void close() {
        try {
            socket.close();
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy before " + server + " did not close", e);
        }
    }
}
