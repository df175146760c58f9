package dev.sluice.chaos.part;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A small disk (tmpfs) that can be filled: the `state` folder of a part. Only root may mount one.
public final class Scratch {

    private static final int MEBIBYTES = 192;

    private final String part;
    private final Path directory;

    private Scratch(String part, Path directory) {
        this.part = part;
        this.directory = directory;
    }

    /// Mounts a disk for a part; nothing where this user may not.
    static Optional<Scratch> mount(String part, Path directory, Watch watch) {
        try {
            Files.createDirectories(directory);
            Process mount =
                    new ProcessBuilder(
                                    "mount",
                                    "-t",
                                    "tmpfs",
                                    "-o",
                                    "size=" + MEBIBYTES + "m",
                                    "tmpfs",
                                    directory.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (mount.waitFor() != 0) {
                return Optional.empty();
            }
            watch.mounted(directory);
            return Optional.of(new Scratch(part, directory));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run mount", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// Whose disk it is.
    public String part() {
        return part;
    }

    /// Leaves no byte.
    public void fill() {
        byte[] block = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            // What was wanted.
            return;
        }
    }

    /// Makes room again.
    public void free() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + filler(), e);
        }
    }

    private Path filler() {
        return directory.resolve("filler");
    }
}
