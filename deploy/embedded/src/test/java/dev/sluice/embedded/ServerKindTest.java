package dev.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerKindTest {

    @TempDir Path folder;

    @Test
    void isContainersWhereADockerEngineAnswers() throws IOException {
        assertThat(chosenWithEngineThatSays("HTTP/1.1 200 OK\r\n\r\nOK"))
                .isEqualTo(ServerKind.CONTAINERS);
    }

    @Test
    void isEmbeddedWhereTheEngineIsIll() throws IOException {
        assertThat(chosenWithEngineThatSays("HTTP/1.1 500 Internal Server Error\r\n\r\n"))
                .isEqualTo(ServerKind.EMBEDDED);
    }

    @Test
    void isEmbeddedWhereNoEngineListens() {
        Map<String, String> environment = Map.of("DOCKER_HOST", "unix://" + folder.resolve("none"));

        assertThat(ServerKind.choose(null, environment)).isEqualTo(ServerKind.EMBEDDED);
    }

    @Test
    void isWhatIsForced() {
        assertThat(ServerKind.choose("containers", Map.of())).isEqualTo(ServerKind.CONTAINERS);
        assertThat(ServerKind.choose("embedded", Map.of())).isEqualTo(ServerKind.EMBEDDED);
        assertThatThrownBy(() -> ServerKind.choose("docker", Map.of()))
                .hasMessageContaining("sluice.servers")
                .hasMessageContaining("docker");
    }

    private ServerKind chosenWithEngineThatSays(String answer) throws IOException {
        Path socket = folder.resolve("docker.sock");
        try (ServerSocketChannel engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            engine.bind(UnixDomainSocketAddress.of(socket));
            Thread.ofVirtual().start(() -> answerOnce(engine, answer));
            return ServerKind.choose(null, Map.of("DOCKER_HOST", "unix://" + socket));
        }
    }

    private static void answerOnce(ServerSocketChannel engine, String answer) {
        try (SocketChannel client = engine.accept()) {
            client.read(ByteBuffer.allocate(1024));
            client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
