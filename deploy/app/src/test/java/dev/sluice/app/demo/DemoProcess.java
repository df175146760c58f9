package dev.sluice.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `sluice demo` as a process of its own.
///
/// @param process the process
/// @param output what it printed, messages included
/// @param temporary its folder for temporary files
record DemoProcess(Process process, Path output, Path temporary) implements AutoCloseable {

    /// @param directory where it is started
    static DemoProcess start(Path directory, String... arguments) throws IOException {
        Path temporary = Files.createTempDirectory(directory, "temporary");
        Path output = Files.createTempFile(directory, "output", ".txt");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.io.tmpdir=" + temporary,
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:+UseParallelGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.sluice.app.Sluice",
                                "demo"));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        return new DemoProcess(process, output, temporary);
    }

    String printed() throws IOException {
        return Files.readString(output);
    }

    boolean endsWithin(Duration span) throws InterruptedException {
        return process.waitFor(span.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Its servers are processes of their own, or run in it.
    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
