package dev.sluice.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Where a server keeps its data: a folder of the caller's, which stays, or a temporary one, which
/// [#close()] deletes. Until then a [LastWill] stands for the case that this JVM ends without
/// closing.
final class ServerDirectory implements AutoCloseable {

    private final Path path;
    private final boolean temporary;
    private final LastWill will;

    private ServerDirectory(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
        this.will = LastWill.of(path, temporary);
    }

    /// The folder given, created if missing, or a new temporary one where none is given.
    static ServerDirectory open(@Nullable Path given, String server) {
        try {
            return given == null
                    ? new ServerDirectory(Files.createTempDirectory("sluice-" + server + "-"), true)
                    : new ServerDirectory(Files.createDirectories(given.toAbsolutePath()), false);
        } catch (IOException e) {
            throw new UncheckedIOException("no directory for the " + server, e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            if (temporary) {
                delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        } finally {
            will.revoke();
        }
    }

    private static void delete(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e)
                            throws IOException {
                        if (e instanceof NoSuchFileException) {
                            return FileVisitResult.CONTINUE;
                        }
                        throw e;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException e) throws IOException {
                        if (e != null) {
                            throw e;
                        }
                        Files.deleteIfExists(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
