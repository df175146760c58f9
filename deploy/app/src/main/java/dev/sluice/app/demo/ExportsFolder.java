package dev.sluice.app.demo;

import dev.sluice.app.shell.CommandFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The folder in which the demo's buckets lie, one folder each. What the demo made it may remove
/// again; what it did not make it never touches. One demo at a time has it.
final class ExportsFolder implements AutoCloseable {

    /// Says that the demo made this folder.
    private static final String MARK = ".made-by-sluice-demo";

    private static final String LOCK = ".lock-of-sluice-demo";

    private final FolderLock lock;

    private ExportsFolder(FolderLock lock) {
        this.lock = lock;
    }

    /// Makes the folder, or removes the pushes of an earlier demo from it.
    ///
    /// @param buckets those of the demo
    /// @throws CommandFailedException if it holds files and was not made by the demo, or another
    ///   demo has it
    static ExportsFolder open(Path folder, List<String> buckets) {
        try {
            Path mark = folder.resolve(MARK);
            if (Files.exists(folder) && !Files.exists(mark) && !isEmpty(folder)) {
                throw new CommandFailedException(
                        "the folder %s holds files that the demo did not make; move them, or name another folder by --exports"
                                .formatted(folder));
            }
            Files.createDirectories(folder);
            FolderLock lock =
                    FolderLock.take(
                            folder.resolve(LOCK),
                            "another demo puts its pushes into %s; stop it, or name another folder by --exports"
                                    .formatted(folder));
            Files.writeString(
                    mark,
                    "The next `sluice demo` removes the pushes (*.csv.gz, manifest.json) in the folders beside this file that are its buckets.\n");
            for (String bucket : buckets) {
                clean(folder.resolve(bucket));
            }
            return new ExportsFolder(lock);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder %s cannot be used".formatted(folder), e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static void clean(Path bucket) throws IOException {
        if (!Files.isDirectory(bucket)) {
            return;
        }
        try (Stream<Path> files = Files.walk(bucket)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (Files.isDirectory(file)) {
                    deleteIfEmpty(file);
                } else if (isOfPush(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static boolean isOfPush(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".csv.gz") || name.equals("manifest.json");
    }

    private static void deleteIfEmpty(Path directory) throws IOException {
        try {
            Files.delete(directory);
        } catch (DirectoryNotEmptyException e) {
            // Somebody put a file there; it stays.
            return;
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}
