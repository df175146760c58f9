package dev.sluice.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// The folder in which the demo keeps what is no export: its configuration, log and stores. One
/// demo at a time has it.
final class DemoHome implements AutoCloseable {

    private final Path folder;
    private final FolderLock lock;

    private DemoHome(Path folder, FolderLock lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /// Takes the folder, and removes what an earlier demo left of its stores.
    ///
    /// @throws dev.sluice.app.shell.CommandFailedException if another demo has it
    static DemoHome open(Path folder) {
        try {
            Files.createDirectories(folder);
            FolderLock lock =
                    FolderLock.take(
                            folder.resolve("lock"),
                            "another demo runs in %s; stop it, or start this one with another --home and another --exports"
                                    .formatted(folder));
            DemoHome home = new DemoHome(folder, lock);
            home.removeState();
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("the folder %s cannot be used".formatted(folder), e);
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
