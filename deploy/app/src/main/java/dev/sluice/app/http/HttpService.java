package dev.sluice.app.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.app.shell.CommandFailedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves routes by the JDK's own server, each request on a virtual thread. It reads, and never
/// changes anything: whatever is not GET or HEAD is refused.
public final class HttpService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpService.class);
    private static final int NO_BODY = -1;
    private static final int BACKLOG = 64;

    /// No script, style or frame but the server's own, and no other site may hold the page.
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final HttpServer server;
    private final ExecutorService threads;
    private final List<Route> routes;
    private final Guard guard;

    static {
        // A caller that sends its request by drops, or does not read the answer, is cut off.
        System.setProperty("sun.net.httpserver.maxReqTime", "30");
        System.setProperty("sun.net.httpserver.maxRspTime", "60");
        System.setProperty("sun.net.httpserver.idleInterval", "30");
        System.setProperty("jdk.httpserver.maxConnections", "512");
    }

    private HttpService(HttpServer server, List<Route> routes, Guard guard) {
        this.server = server;
        this.routes = List.copyOf(routes);
        this.guard = guard;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    /// Opens it.
    ///
    /// @param address port 0 stands for any that is free
    /// @param token of those who may see guarded routes; nothing for everybody
    /// @param routes the first that fits a path answers
    /// @throws CommandFailedException if the port cannot be had
    public static HttpService open(
            InetSocketAddress address, Optional<String> token, List<Route> routes) {
        try {
            HttpService service =
                    new HttpService(HttpServer.create(address, BACKLOG), routes, new Guard(token));
            LOG.atInfo()
                    .addKeyValue("port", service.port())
                    .addKeyValue("token", token.isPresent() ? "needed" : "none")
                    .log("Serving metrics and health");
            return service;
        } catch (IOException e) {
            throw new CommandFailedException(
                    "http: port %d cannot be used (%s); end what uses it, or choose another"
                            .formatted(address.getPort(), e.getMessage()),
                    e);
        }
    }

    /// The port it listens at.
    public int port() {
        return server.getAddress().getPort();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, answer(exchange));
        }
    }

    private Answer answer(HttpExchange exchange) {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return Answer.text(405, "only GET and HEAD: nothing can be changed here");
        }
        String path = Optional.ofNullable(exchange.getRequestURI().getPath()).orElse("");
        Optional<Route> found = routes.stream().filter(route -> route.fits(path)).findFirst();
        if (found.isEmpty()) {
            return Answer.text(404, "there is nothing here");
        }
        Route route = found.get();
        if (route.guarded()
                && !guard.admits(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"sluice\"");
            return Answer.text(
                    401,
                    "send the header \"Authorization: Bearer …\" with the value of http_token");
        }
        try {
            return route.handler().answer(path.substring(route.path().length()));
        } catch (RuntimeException e) {
            // Whatever it is, the caller gets an answer; the log has the rest.
            LOG.atError().setCause(e).addKeyValue("path", route.path()).log("A request failed");
            return Answer.text(500, "this failed; the log says why");
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.type());
        headers.set("Cache-Control", "no-store");
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(
                answer.status(),
                head || answer.body().length == 0 ? NO_BODY : answer.body().length);
        if (!head && answer.body().length > 0) {
            exchange.getResponseBody().write(answer.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
