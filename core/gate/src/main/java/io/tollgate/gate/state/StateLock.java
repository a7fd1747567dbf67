package io.tollgate.gate.state;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A kernel file lock: ends with its process, whatever ends the process. */
public final class StateLock implements AutoCloseable {
    private final FileChannel channel;
    private final FileLock lock;

    private StateLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock of a directory.
     *
     * @param path lock file; its directory is created
     * @param holder what holds it, for the message
     * @throws StateException if another holder has it
     */
    public static StateLock acquire(Path path, String holder) {
        FileChannel channel = null;
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            final FileLock lock = channel.tryLock();
            if (lock != null) {
                return new StateLock(channel, lock);
            }
        } catch (final OverlappingFileLockException e) {
            closeQuietly(channel, e);
            throw taken(path, holder, e);
        } catch (final IOException e) {
            closeQuietly(channel, e);
            throw new StateException(
                    "state directory must be writable: path=" + path + " (" + e + "): check owner and mount", e);
        }
        final StateException refused = taken(path, holder, null);
        closeQuietly(channel, refused);
        throw refused;
    }

    private static StateException taken(Path path, String holder, @org.jspecify.annotations.Nullable Throwable cause) {
        final String message = "only one " + holder + " may use a state directory: path=" + path
                + " is locked: stop the other one, or choose another directory";
        return cause == null ? new StateException(message) : new StateException(message, cause);
    }

    private static void closeQuietly(@org.jspecify.annotations.Nullable FileChannel channel, Throwable because) {
        if (channel != null) {
            try {
                channel.close();
            } catch (final IOException e) {
                because.addSuppressed(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (final IOException e) {
            throw new StateException("lock could not be released: " + e, e);
        }
    }
}
