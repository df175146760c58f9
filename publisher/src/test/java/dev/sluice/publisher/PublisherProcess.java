package dev.sluice.publisher;

import dev.sluice.config.Document;
import dev.sluice.config.Setting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// A publisher in a process of its own, which can be stopped and continued as a whole.
final class PublisherProcess implements AutoCloseable {

    private final Process process;

    private PublisherProcess(Process process) {
        this.process = process;
    }

    /// Starts one. Its temporary files are beside its configuration file: the libraries that it
    /// unpacks there stay when it is killed.
    ///
    /// @param config its configuration file, in a folder
    static PublisherProcess start(Path config) throws IOException {
        return new PublisherProcess(
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-XX:TieredStopAtLevel=1",
                                "-Djava.io.tmpdir=" + config.toAbsolutePath().getParent(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                PublisherProcess.class.getName(),
                                config.toString())
                        .inheritIO()
                        .start());
    }

    /// The process's own code.
    public static void main(String[] args) throws InterruptedException {
        Document document = Document.read(Path.of(args[0]), Map.of());
        Setting<PublisherConfig> config = PublisherConfig.from(document.root());
        document.check();
        new Publisher(config.get(), Clock.systemUTC()).run();
    }

    /// It does nothing any more, and its connections stay open.
    void pause() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /// It goes on as if nothing had been.
    void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        List<String> command = List.of("kill", name, Long.toString(process.pid()));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException(command + " failed");
        }
    }

    boolean isRunning() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
