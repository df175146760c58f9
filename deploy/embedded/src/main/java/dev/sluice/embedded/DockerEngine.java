package dev.sluice.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Whether a Docker engine answers, found out without any class of Testcontainers.
final class DockerEngine {

    private static final long PATIENCE_MILLIS = 2_000;
    private static final byte[] PING =
            "GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private DockerEngine() {}

    /// Asks the engine that `DOCKER_HOST` names, or the usual sockets where it names none.
    static boolean answers(Map<String, String> environment) {
        return addresses(environment).stream().anyMatch(DockerEngine::answers);
    }

    private static List<SocketAddress> addresses(Map<String, String> environment) {
        String host = environment.get("DOCKER_HOST");
        if (host != null) {
            return address(URI.create(host)).stream().toList();
        }
        return Stream.of(
                        "/var/run/docker.sock",
                        environment.getOrDefault("XDG_RUNTIME_DIR", "/run") + "/docker.sock",
                        environment.getOrDefault("HOME", "") + "/.docker/run/docker.sock")
                .map(Path::of)
                .filter(Files::exists)
                .<SocketAddress>map(UnixDomainSocketAddress::of)
                .toList();
    }

    private static Optional<SocketAddress> address(URI host) {
        return switch (Objects.requireNonNullElse(host.getScheme(), "")) {
            case "unix" -> Optional.of(UnixDomainSocketAddress.of(host.getPath()));
            case "tcp", "http" ->
                    Optional.of(new InetSocketAddress(host.getHost(), host.getPort()));
            default -> Optional.empty();
        };
    }

    private static boolean answers(SocketAddress address) {
        try (SocketChannel channel = open(address)) {
            CompletableFuture<Boolean> answer = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> answer.complete(pings(channel, address)));
            return answer.completeOnTimeout(false, PATIENCE_MILLIS, TimeUnit.MILLISECONDS).join();
        } catch (IOException e) {
            return false;
        }
    }

    private static SocketChannel open(SocketAddress address) throws IOException {
        return address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
    }

    private static boolean pings(SocketChannel channel, SocketAddress address) {
        try {
            channel.connect(address);
            channel.write(ByteBuffer.wrap(PING));
            ByteBuffer status = ByteBuffer.allocate("HTTP/1.0 200".length());
            while (status.hasRemaining() && channel.read(status) >= 0) {
                continue;
            }
            return new String(status.array(), StandardCharsets.US_ASCII).endsWith(" 200");
        } catch (IOException e) {
            return false;
        }
    }
}
