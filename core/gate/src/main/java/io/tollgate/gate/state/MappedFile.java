package io.tollgate.gate.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One mapped file of a state directory. Its first 16 bytes are magic and layout version.
 *
 * <p>Threading: opened and closed by one thread; the buffer may be used by all until it is closed.
 */
public final class MappedFile implements AutoCloseable {
    /** Offset of the magic word. */
    public static final int MAGIC_OFFSET = 0;
    /** Offset of the layout version (int). */
    public static final int LAYOUT_VERSION_OFFSET = 8;
    /** Offset of the words that say what the file is made for. */
    public static final int SHAPE_OFFSET = 16;

    private static final int ZEROS_BYTES = 1 << 16;
    /** Room that must remain on the disk after a file was created. */
    private static final long HEADROOM_BYTES = 16L << 20;

    private final Path path;
    private final MappedByteBuffer mapped;
    private final UnsafeBuffer buffer;
    private final boolean created;

    private MappedFile(Path path, MappedByteBuffer mapped, boolean created) {
        this.path = path;
        this.mapped = mapped;
        this.buffer = new UnsafeBuffer(mapped);
        this.created = created;
    }

    /**
     * Opens a file or creates it, whole or not at all: it is filled under another name and renamed.
     *
     * @param shape what a new file begins with, after magic and version: its reader must never meet a file without it
     * @throws StateException if there is no room, or the file is of another kind, layout version or size
     */
    public static MappedFile openOrCreate(Path path, long magic, int layoutVersion, long sizeBytes, int... shape) {
        try {
            final boolean create = !Files.exists(path);
            if (create) {
                create(path, magic, layoutVersion, sizeBytes, shape);
            }
            return new MappedFile(path, map(path, magic, layoutVersion, sizeBytes), create);
        } catch (final IOException e) {
            throw new StateException(
                    "file must be readable and writable: path=" + path + " (" + e + "): check owner and mount", e);
        }
    }

    /**
     * Opens an existing file of any size.
     *
     * @throws StateException if it does not exist, or is of another kind or layout version
     */
    public static MappedFile open(Path path, long magic, int layoutVersion) {
        try {
            return new MappedFile(path, map(path, magic, layoutVersion, -1), false);
        } catch (final NoSuchFileException e) {
            throw new StateException(
                    "file must exist: path=" + path + ": start the gatekeeper on this directory first", e);
        } catch (final IOException e) {
            throw new StateException(
                    "file must be readable and writable: path=" + path + " (" + e + "): check owner and mount", e);
        }
    }

    /**
     * Opens an existing file of any size to look at it: nothing may be written through the buffer.
     *
     * @throws StateException if it does not exist, or is of another kind or layout version
     */
    public static MappedFile openToRead(Path path, long magic, int layoutVersion) {
        try {
            return new MappedFile(path, map(path, magic, layoutVersion, -1, FileChannel.MapMode.READ_ONLY), false);
        } catch (final NoSuchFileException e) {
            throw new StateException("file must exist: path=" + path + ": give the state directory of a gatekeeper", e);
        } catch (final IOException e) {
            throw new StateException("file must be readable: path=" + path + " (" + e + "): check owner and mount", e);
        }
    }

    private static void create(Path path, long magic, int layoutVersion, long sizeBytes, int[] shape)
            throws IOException {
        final Path directory = path.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        final long usable = Files.getFileStore(directory).getUsableSpace();
        if (usable < sizeBytes + HEADROOM_BYTES) {
            throw new StateException("disk must have room: path=" + path + " needs " + sizeBytes + " bytes and "
                    + HEADROOM_BYTES + " to spare, usable=" + usable + ": free space or choose smaller tables");
        }
        final Path unfinished = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            final ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS_BYTES);
            for (long left = sizeBytes; left > 0; ) {
                zeros.clear().limit((int) Math.min(left, ZEROS_BYTES));
                left -= channel.write(zeros);
            }
            final ByteBuffer head = ByteBuffer.allocate(SHAPE_OFFSET + shape.length * Integer.BYTES)
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN);
            head.putLong(magic).putInt(layoutVersion).position(SHAPE_OFFSET);
            for (final int word : shape) {
                head.putInt(word);
            }
            head.flip();
            channel.write(head, 0);
            channel.force(true);
        } catch (final IOException e) {
            // what was written so far must not keep the room that is missing
            Files.deleteIfExists(unfinished);
            throw new StateException(
                    "disk must have room and be writable: path=" + path + " needs " + sizeBytes + " bytes (" + e
                            + "): free space, lift the quota, or choose smaller tables",
                    e);
        }
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    }

    private static MappedByteBuffer map(Path path, long magic, int layoutVersion, long sizeBytes) throws IOException {
        return map(path, magic, layoutVersion, sizeBytes, FileChannel.MapMode.READ_WRITE);
    }

    private static MappedByteBuffer map(
            Path path, long magic, int layoutVersion, long sizeBytes, FileChannel.MapMode mode) throws IOException {
        final Set<StandardOpenOption> options = mode == FileChannel.MapMode.READ_ONLY
                ? Set.of(StandardOpenOption.READ)
                : Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(path, options)) {
            final long actual = channel.size();
            if (actual < 16) {
                throw new StateException("file must hold a header: path=" + path + " bytes=" + actual
                        + ": it is not a Tollgate file or was cut; move it away");
            }
            if (sizeBytes >= 0 && actual != sizeBytes) {
                throw new StateException("file must have the configured size: path=" + path + " bytes=" + actual
                        + " expected=" + sizeBytes
                        + ": start with the table sizes it was made with, or with an empty directory");
            }
            final MappedByteBuffer mapped = channel.map(mode, 0, actual);
            final UnsafeBuffer head = new UnsafeBuffer(mapped);
            if (head.getLong(MAGIC_OFFSET, java.nio.ByteOrder.LITTLE_ENDIAN) != magic) {
                IoUtil.unmap(mapped);
                throw new StateException(
                        "file must be a Tollgate file of its kind: path=" + path
                                + " (magic does not match): this directory belongs to something else or is corrupt; choose another");
            }
            final int version = head.getInt(LAYOUT_VERSION_OFFSET, java.nio.ByteOrder.LITTLE_ENDIAN);
            if (version != layoutVersion) {
                IoUtil.unmap(mapped);
                throw new StateException(
                        "file must have this build's layout: path=" + path + " version=" + version + " expected="
                                + layoutVersion + ": use the Tollgate version that wrote it, or an empty directory");
            }
            return mapped;
        }
    }

    /** The whole file. */
    public UnsafeBuffer buffer() {
        return buffer;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Whether this call made it, so that it holds nothing yet. */
    public boolean created() {
        return created;
    }

    /** Writes changed pages to the device. */
    public void force() {
        mapped.force();
    }

    /** Unmaps the file: nobody may touch the buffer afterwards. */
    @Override
    public void close() {
        buffer.wrap(0, 0);
        IoUtil.unmap(mapped);
    }
}
