package dev.sluice.chaos.part;

import dev.sluice.embedded.EmbeddedSource;
import dev.sluice.embedded.ServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The source. Killed, it is either an immediate shutdown or the postmaster's sudden end, which its
/// other processes then notice by themselves.
public final class DatabasePart implements Part, AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final EmbeddedSource source;
    private final Path directory;
    private final RandomGenerator random;

    /// A source that runs, in a directory of its own.
    public DatabasePart(Path directory, RandomGenerator random) {
        this.directory = directory;
        this.random = random;
        this.source =
                EmbeddedSource.builder()
                        .directory(directory)
                        .setting("wal_sender_timeout", "10s")
                        .start();
    }

    /// Where it can be reached without a proxy.
    public EmbeddedSource source() {
        return source;
    }

    @Override
    public String name() {
        return "database";
    }

    /// After a sudden end it may take a while until the last of the old processes is gone.
    @Override
    public void start() {
        long end = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            try {
                source.stop();
                source.start();
                return;
            } catch (ServerException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void kill() {
        Optional<ProcessHandle> postmaster = postmaster();
        Signal signal = random.nextBoolean() ? Signal.KILL : Signal.QUIT;
        signal.send(postmaster.stream().toList());
        postmaster.ifPresent(process -> process.onExit().join());
    }

    @Override
    public void pause() {
        Signal.STOP.send(family());
    }

    @Override
    public void resume() {
        Signal.CONT.send(family());
    }

    @Override
    public boolean isAlive() {
        return postmaster().filter(ProcessHandle::isAlive).isPresent();
    }

    /// The postmaster first, so that no child is born meanwhile.
    private List<ProcessHandle> family() {
        List<ProcessHandle> family = new ArrayList<>();
        postmaster()
                .ifPresent(process -> {
                    family.add(process);
                    process.descendants().forEach(family::add);
                });
        return family;
    }

    private Optional<ProcessHandle> postmaster() {
        try {
            Path file = directory.resolve("data").resolve("postmaster.pid");
            List<String> lines = Files.readAllLines(file);
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
