package dev.sluice.embedded;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// What [ServersTest] runs elsewhere: in a JVM that it kills, and behind another class path.
public final class Abandoned {

    private Abandoned() {}

    /// Starts a source, prints where its data is, and never closes it.
    public static void main(String[] arguments) throws Exception {
        EmbeddedSource source = EmbeddedSource.builder().start();
        try (var connection = source.connect();
                var result = connection.createStatement().executeQuery("SHOW data_directory")) {
            result.next();
            System.out.println(result.getString(1));
        }
        new CountDownLatch(1).await();
    }

    public static AutoCloseable startObjectStore(String directory) {
        return Servers.builder().objectStore(Path.of(directory)).start();
    }
}
