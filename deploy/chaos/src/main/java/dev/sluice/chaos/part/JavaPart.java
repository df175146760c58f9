package dev.sluice.chaos.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A Java program with this JVM's class path. Its output goes to a file, one for all its runs. Its
/// temporary folder is beside that file, and is removed after each run: what a program unpacks
/// there stays when it is killed.
public final class JavaPart implements Part {

    private final String name;
    private final List<String> command;
    private final Path log;
    private final Path temporary;
    private final Watch watch;
    private @Nullable Process process;

    /// A part that has not started.
    ///
    /// @param heap what it may take, as `-Xmx` is written
    /// @param arguments the main class and what it is given
    public JavaPart(String name, String heap, List<String> arguments, Path log, Watch watch) {
        this.name = name;
        this.log = log;
        this.temporary = log.resolveSibling(name + ".tmp");
        this.watch = watch;
        command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        // Parts start often and live briefly, many on few processors.
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+UseSerialGC");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-Xmx" + heap);
        command.add("-Djava.io.tmpdir=" + temporary);
        command.addAll(arguments);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(Redirect.appendTo(log.toFile()));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("SLUICE_LOG", "text");
        try {
            forget();
            Files.createDirectories(temporary);
            Process next = builder.start();
            watch.begun(next);
            process = next;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    @Override
    public void kill() {
        Process current = process;
        if (current != null) {
            current.destroyForcibly();
            current.onExit().join();
            forget();
        }
    }

    private void forget() {
        if (process != null) {
            watch.over(process);
            process = null;
            removeTemporaryFiles();
        }
    }

    private void removeTemporaryFiles() {
        try (Stream<Path> files = Files.walk(temporary)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + temporary, e);
        }
    }

    @Override
    public void pause() {
        signal(Signal.STOP);
    }

    @Override
    public void resume() {
        signal(Signal.CONT);
    }

    private void signal(Signal signal) {
        if (process != null) {
            signal.send(List.of(process.toHandle()));
        }
    }

    @Override
    public boolean isAlive() {
        return process != null && process.isAlive();
    }
}
