package dev.sluice.app.demo;

import dev.sluice.app.shell.CommandFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/// The folder in which the demo keeps what is no export: its configuration, log and stores. One
/// demo at a time has it.
final class DemoHome implements AutoCloseable {

    private final Path folder;
    private final FileChannel lock;

    private DemoHome(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /// Takes the folder, and removes what an earlier demo left of its stores.
    ///
    /// @throws CommandFailedException if another demo has it
    static DemoHome open(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel lock =
                    FileChannel.open(
                            folder.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!lockedBy(lock)) {
                lock.close();
                throw new CommandFailedException(
                        "another demo runs in %s; stop it, or start this one in another folder"
                                .formatted(folder));
            }
            DemoHome home = new DemoHome(folder, lock);
            home.removeState();
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("the folder %s cannot be used".formatted(folder), e);
        }
    }

    private static boolean lockedBy(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path config() {
        return folder.resolve("sluice.yaml");
    }

    Path log() {
        return folder.resolve("sluice.log");
    }

    Path state() {
        return folder.resolve("state");
    }

    private void removeState() throws IOException {
        if (!Files.exists(state())) {
            return;
        }
        try (Stream<Path> files = Files.walk(state())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        try {
            removeState();
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder %s cannot be tidied".formatted(folder), e);
        }
    }
}
