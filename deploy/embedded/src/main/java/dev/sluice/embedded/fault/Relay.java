package dev.sluice.embedded.fault;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One connection of a client, its requests one after another, each with the fault that the plan
/// has for it. The server gets a connection for each request, so that a fault hits nobody else.
final class Relay {

    private static final byte[] GO_ON =
            "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final FaultyHttpProxy proxy;
    private final InputStream in;
    private final OutputStream out;

    Relay(FaultyHttpProxy proxy, Socket client) throws IOException {
        this.proxy = proxy;
        this.in = new BufferedInputStream(client.getInputStream());
        this.out = new BufferedOutputStream(client.getOutputStream());
    }

    /// Relays until the client has no more to ask, or a fault cuts the connection.
    void run() throws IOException, InterruptedException {
        Optional<HttpHead> head = HttpHead.read(in);
        while (head.isPresent() && relay(head.get())) {
            head = HttpHead.read(in);
        }
    }

    /// Whether the connection is still good.
    private boolean relay(HttpHead head) throws IOException, InterruptedException {
        HttpRequest request = new HttpRequest(head.word(0), head.word(1));
        HttpFault fault = proxy.draw(request);
        return switch (fault) {
            case CUT -> false;
            case ERROR -> answer(head, "500 Internal Server Error", "InternalError");
            case SLOW_DOWN -> answer(head, "503 Slow Down", "SlowDown");
            case DELAY -> {
                Thread.sleep(proxy.delay());
                yield pass(head, request, fault);
            }
            case NONE, HALF_REQUEST, LOST_ANSWER, HALF_ANSWER -> pass(head, request, fault);
        };
    }

    /// Answers in the server's place, after the request's body, so that the client hears it.
    private boolean answer(HttpHead head, String status, String code) throws IOException {
        goOn(head);
        HttpBody.ofRequest(head).copy(in, OutputStream.nullOutputStream(), false);
        byte[] body =
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>on purpose</Message></Error>"
                        .formatted(code)
                        .getBytes(StandardCharsets.UTF_8);
        out.write(
                "HTTP/1.1 %s\r\nContent-Type: application/xml\r\nContent-Length: %d\r\n\r\n"
                        .formatted(status, body.length)
                        .getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
        return !head.has("Connection", "close");
    }

    private boolean pass(HttpHead head, HttpRequest request, HttpFault fault) throws IOException {
        try (Socket server = proxy.connect();
                InputStream back = new BufferedInputStream(server.getInputStream());
                OutputStream forth = new BufferedOutputStream(server.getOutputStream())) {
            goOn(head);
            forth.write(head.bytesWithout("Expect"));
            HttpBody.ofRequest(head).copy(in, forth, fault == HttpFault.HALF_REQUEST);
            return fault != HttpFault.HALF_REQUEST && passBack(head, request, fault, back);
        }
    }

    private boolean passBack(HttpHead head, HttpRequest request, HttpFault fault, InputStream back)
            throws IOException {
        HttpHead answer = HttpHead.read(back).orElse(null);
        while (answer != null && answer.word(1).startsWith("1")) {
            answer = HttpHead.read(back).orElse(null);
        }
        if (answer == null || fault == HttpFault.LOST_ANSWER) {
            return false;
        }
        HttpBody body = HttpBody.ofAnswer(answer, request);
        boolean half = fault == HttpFault.HALF_ANSWER;
        if (half && body.equals(new HttpBody.Length(0))) {
            return false;
        }
        out.write(answer.bytesWithout("Keep-Alive"));
        body.copy(back, out, half);
        return !half
                && !(body instanceof HttpBody.UntilEnd)
                && !head.has("Connection", "close")
                && !answer.has("Connection", "close");
    }

    /// The client is told to send its body: the server is asked nothing, it is not there yet.
    private void goOn(HttpHead head) throws IOException {
        if (head.has("Expect", "100-continue")) {
            out.write(GO_ON);
            out.flush();
        }
    }
}
