package dev.sluice.publisher.scratch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// A folder of a publisher's own for files that nothing needs after it. It is locked while the
/// publisher lives; whoever comes next in the same place clears away what dead ones left behind.
///
/// Thread-safe.
public final class Scratch implements AutoCloseable {

    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel channel;
    private final AtomicLong names = new AtomicLong();

    private Scratch(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /// Makes a folder in `parent`, after clearing away those whose owners are gone.
    ///
    /// @throws UncheckedIOException if that cannot be done; the message names the folder
    public static Scratch in(Path parent) {
        try {
            Files.createDirectories(parent);
            for (Path left : list(parent)) {
                removeIfDead(left);
            }
            Path folder = Files.createDirectory(parent.resolve(UUID.randomUUID().toString()));
            FileChannel channel = open(folder);
            // Held until the channel is closed.
            if (channel.tryLock() == null) {
                throw new IOException(folder + " is locked by another process");
            }
            return new Scratch(folder, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("no scratch files can be made in " + parent, e);
        }
    }

    /// A path for a new file.
    public Path file(String kind) {
        return folder.resolve(kind + "-" + names.incrementAndGet());
    }

    @Override
    public void close() {
        try {
            remove(folder);
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the scratch folder " + folder + " remains", e);
        }
    }

    private static void removeIfDead(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (FileChannel channel = open(folder);
                FileLock lock = channel.tryLock()) {
            if (lock != null) {
                remove(folder);
            }
        } catch (OverlappingFileLockException e) {
            // It belongs to another publisher of this process.
            return;
        }
    }

    private static FileChannel open(Path folder) throws IOException {
        return FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static List<Path> list(Path parent) throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.toList();
        }
    }
}
