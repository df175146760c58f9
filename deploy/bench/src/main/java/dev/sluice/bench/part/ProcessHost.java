package dev.sluice.bench.part;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs each program in a JVM of its own, with the options that `./sluice` gives. Each has a log in
/// the host's folder, and ends when this JVM ends, however it ends.
public final class ProcessHost implements Host {

    private final Path logs;
    private final List<String> options;

    /// @param logs takes what programs write to standard error
    /// @param options of every JVM
    public ProcessHost(Path logs, List<String> options) {
        this.logs = logs;
        this.options = List.copyOf(options);
    }

    @Override
    public Running start(Program program) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-XX:+UseParallelGC");
        command.add("-XX:+ExitOnOutOfMemoryError");
        command.add("-Xmx" + program.heapMebibytes() + "m");
        options.forEach(option -> command.add(option.replace("NAME", program.name())));
        command.add(PartMain.class.getName());
        command.add(program.part().getName());
        command.addAll(program.arguments());
        Path log = logs.resolve(program.name() + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(Redirect.appendTo(log.toFile()));
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            return new Java(program.name(), builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + program.name(), e);
        }
    }

    private static final class Java extends Running {

        private final Process process;
        private final Path log;

        Java(String name, Process process, Path log) {
            super(name);
            this.process = process;
            this.log = log;
            Thread.ofVirtual().name(name + "-says").start(this::read);
        }

        private void read() {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().forEach(this::said);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        boolean isAlive() {
            return process.isAlive();
        }

        @Override
        String why() {
            return "see " + log;
        }

        /// The end of its standard input is the wish.
        @Override
        void askToStop() {
            try {
                process.getOutputStream().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        boolean awaitEnd(Duration atMost) throws InterruptedException {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        void kill() {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
