package dev.sluice.app.demo;

import dev.sluice.app.shell.CommandFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Keeps a second demo out of a folder, by a lock on a file in it that the system gives back
/// whatever becomes of this process. Nothing else may open the file: where locks are POSIX's, the
/// first one that closes it in this process gives back the lock.
final class FolderLock implements AutoCloseable {

    private final FileChannel file;

    private FolderLock(FileChannel file) {
        this.file = file;
    }

    /// @param file is made unless it is there; it stays
    /// @param ifTaken what is wrong, and what to do, if another demo has it
    /// @throws CommandFailedException if another demo has it
    static FolderLock take(Path file, String ifTaken) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!taken(channel)) {
            channel.close();
            throw new CommandFailedException(ifTaken);
        }
        return new FolderLock(channel);
    }

    private static boolean taken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a lock cannot be given back", e);
        }
    }
}
