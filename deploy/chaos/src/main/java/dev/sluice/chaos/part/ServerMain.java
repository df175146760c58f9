package dev.sluice.chaos.part;

import dev.sluice.app.log.LogFormat;
import dev.sluice.app.log.Logs;
import dev.sluice.embedded.EmbeddedBroker;
import dev.sluice.embedded.EmbeddedObjectStore;
import java.nio.file.Path;
import java.util.List;

/// The program of the broker's and the S3 server's processes: runs until it is killed.
public final class ServerMain {

    private ServerMain() {}

    /// What a broker's process is given.
    ///
    /// @param advertised the port that clients are told
    static List<String> broker(Path directory, int port, int advertised) {
        return List.of(
                ServerMain.class.getName(),
                "broker",
                directory.toString(),
                Integer.toString(port),
                Integer.toString(advertised));
    }

    /// What an S3 server's process is given.
    static List<String> store(Path directory, int port) {
        return List.of(
                ServerMain.class.getName(), "store", directory.toString(), Integer.toString(port));
    }

    /// Runs a server.
    public static void main(String[] arguments) throws InterruptedException {
        Logs.toStandardError(LogFormat.TEXT);
        Path directory = Path.of(arguments[1]);
        int port = Integer.parseInt(arguments[2]);
        var server =
                switch (arguments[0]) {
                    case "broker" ->
                            EmbeddedBroker.builder()
                                    .directory(directory)
                                    .port(port)
                                    // For so long a broker that was killed is taken for alive,
                                    // and its successor refused.
                                    .setting("broker.session.timeout.ms", "6000")
                                    .advertisedPort(Integer.parseInt(arguments[3]))
                                    .start();
                    case "store" ->
                            EmbeddedObjectStore.builder().directory(directory).port(port).start();
                    default ->
                            throw new IllegalArgumentException(
                                    "\"" + arguments[0] + "\" is neither broker nor store");
                };
        try (server) {
            Thread.currentThread().join();
        }
    }
}
