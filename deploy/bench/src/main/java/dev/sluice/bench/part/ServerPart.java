package dev.sluice.bench.part;

import dev.sluice.app.shell.Stop;
import dev.sluice.embedded.EmbeddedBroker;
import dev.sluice.embedded.EmbeddedObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// A broker or an S3 server, so that its work is not counted as that of a program under measure.
/// Says `ready` when it takes requests.
public final class ServerPart implements Part {

    private static final Duration LOOK = Duration.ofDays(1);

    /// Made by its name.
    public ServerPart() {}

    /// A broker.
    public static Program broker(Path directory, int port) {
        return server("broker", 1024, directory, port);
    }

    /// An S3 server.
    public static Program store(Path directory, int port) {
        return server("store", 256, directory, port);
    }

    private static Program server(String kind, int heap, Path directory, int port) {
        return new Program(
                kind,
                heap,
                ServerPart.class,
                List.of(kind, directory.toString(), Integer.toString(port)));
    }

    @Override
    public void run(List<String> arguments, Stop stop, Consumer<String> say)
            throws InterruptedException {
        Path directory = Path.of(arguments.get(1));
        int port = Integer.parseInt(arguments.get(2));
        try (var _ =
                arguments.getFirst().equals("broker")
                        ? EmbeddedBroker.builder().directory(directory).port(port).start()
                        : EmbeddedObjectStore.builder().directory(directory).port(port).start()) {
            say.accept("ready");
            while (!stop.await(LOOK)) {
                continue;
            }
        }
    }
}
