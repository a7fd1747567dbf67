package io.tollgate.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the room that an append will need real before the append begins. Chronicle's files are sparse and mapped: a page of them that
 * the disk has no room for is a signal that ends the process, where a plain write is an error that can be caught. So the pages ahead of the
 * journal's end are written once by plain writes, with what they hold already, which is nothing.
 *
 * <p>It also sees what the free-space mark cannot: a quota, and a disk that another process fills between two looks.
 *
 * <p>Threading: the appender's thread, which is the only one that writes to the file.
 */
final class JournalSpace implements AutoCloseable {
    /** How much is made real at a time. */
    private static final long AHEAD_BYTES = 2L << 20;
    /** Index pages, headers and padding that Chronicle may add to a document. */
    private static final long MARGIN_BYTES = 1L << 20;

    private static final int PAGE_BYTES = 4096;
    private static final int PIECE_BYTES = 1 << 16;

    private static final String PROBE_FILE = "room.probe";

    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);
    private @Nullable Path file;
    private @Nullable FileChannel channel;
    /** Pages before this offset are real, from the journal's end on. */
    private long realEnd;

    /**
     * Looks whether a journal can be opened: Chronicle maps new files while it opens, on a full disk too.
     *
     * @param usableBytes room that the disk says it has
     * @param markBytes room that it must have
     * @throws JournalException if there is less, or none that can be written
     */
    static void require(Path directory, LongSupplier usableBytes, long markBytes) {
        final Path probe = directory.resolve(PROBE_FILE);
        try (JournalSpace space = new JournalSpace()) {
            final long usable = usableBytes.getAsLong();
            if (usable < markBytes) {
                throw tooLittle(directory, usable, markBytes);
            }
            Files.deleteIfExists(probe);
            space.ensure(probe, 0, 0);
            Files.delete(probe);
        } catch (final IOException | UncheckedIOException e) {
            throw new JournalException(
                    "the journal's disk must be readable and writable: path=" + directory + " (" + e
                            + "): check owner and mount",
                    e);
        }
    }

    static JournalException tooLittle(Path directory, long usable, long markBytes) {
        return new JournalException("the journal's disk must have " + markBytes + " bytes free: path=" + directory
                + " usable=" + usable
                + ": free disk space, or set a lower mark (JournalerOptions.minUsableBytes)");
    }

    /**
     * Makes sure that an append finds its pages.
     *
     * @param path the queue's current file; made if it is not there
     * @param end where its last document ends, or a little before
     * @param bytes most that the append writes
     * @throws JournalException if the disk has no room or refuses to be written
     */
    void ensure(Path path, long end, long bytes) {
        final long needed = end + bytes + MARGIN_BYTES;
        if (path.equals(file) && needed <= realEnd) {
            return;
        }
        try {
            final FileChannel open = path.equals(file) && channel != null ? channel : open(path, end);
            while (realEnd < needed) {
                makeReal(open, needed + AHEAD_BYTES);
            }
        } catch (final IOException e) {
            // the next try looks at the file anew
            close();
            throw new JournalException(
                    "the journal's disk must have room and be writable: path=" + path + " (" + e
                            + "): free space, or lift the quota; nothing is lost meanwhile",
                    e);
        }
    }

    private FileChannel open(Path path, long end) throws IOException {
        close();
        final FileChannel open = Files.exists(path)
                ? FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)
                : create(path);
        channel = open;
        file = path;
        // the page of the last byte is real: it was written
        realEnd = (end + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES;
        return open;
    }

    /** A new file appears under its name only with room for its first pages, so that no reader ever waits for its header. */
    private FileChannel create(Path path) throws IOException {
        final Path unfinished = path.resolveSibling(path.getFileName() + ".new");
        final FileChannel fresh = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        try {
            realEnd = 0;
            makeReal(fresh, MARGIN_BYTES);
            Files.move(unfinished, path);
            return fresh;
        } catch (final IOException e) {
            fresh.close();
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    /** Writes what is there: whoever is wrong about the end loses nothing by it. */
    private void makeReal(FileChannel open, long target) throws IOException {
        while (realEnd < target) {
            piece.clear();
            for (int read = open.read(piece, realEnd);
                    read > 0 && piece.hasRemaining();
                    read = open.read(piece, realEnd + piece.position())) {
                // until the piece is full or the file ends
            }
            while (piece.hasRemaining()) {
                piece.put((byte) 0);
            }
            piece.flip();
            while (piece.hasRemaining()) {
                open.write(piece, realEnd + piece.position());
            }
            realEnd += PIECE_BYTES;
        }
    }

    @Override
    public void close() {
        final FileChannel open = channel;
        channel = null;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (final IOException e) {
                throw new JournalException("the journal's file could not be closed: " + e, e);
            }
        }
    }
}
