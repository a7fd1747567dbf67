package io.tollgate.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Copies of a state directory while its gate runs: what a kill would leave. Damages them too. */
final class StateCopies {
    private static final int BLOCK = 1 << 16;

    private StateCopies() {}

    static void copy(Path from, Path to) {
        try (Stream<Path> all = Files.walk(from)) {
            for (final Path path : all.sorted().toList()) {
                final Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    copyFile(path, target);
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Leaves holes where there are zeros: queue files are large and empty. */
    private static void copyFile(Path from, Path to) throws IOException {
        final ByteBuffer zeros = ByteBuffer.allocate(BLOCK);
        final ByteBuffer block = ByteBuffer.allocate(BLOCK);
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            final long size = in.size();
            for (long at = 0; at < size; at += BLOCK) {
                block.clear();
                while (block.hasRemaining() && in.read(block, at + block.position()) > 0) {
                    // until the block is full or the file ends
                }
                block.flip();
                zeros.clear().limit(block.limit());
                if (!block.equals(zeros)) {
                    out.write(block.duplicate(), at);
                }
            }
            if (out.size() < size) {
                out.write(ByteBuffer.allocate(1), size - 1);
            }
        }
    }

    /** Each page as it was earlier or later; a file that was not there earlier as it was later. */
    static void mix(Path earlier, Path later, Path to, Random random) {
        copy(later, to);
        final byte[] page = new byte[4096];
        for (final Path file : files(earlier, "")) {
            if (Files.isDirectory(file)) {
                continue;
            }
            try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r");
                    RandomAccessFile out = new RandomAccessFile(
                            to.resolve(earlier.relativize(file).toString()).toFile(), "rw")) {
                // beyond that the files hold nothing
                final long end = Math.min(in.length(), 4 << 20);
                for (long at = 0; at < end; at += page.length) {
                    if (random.nextBoolean()) {
                        in.seek(at);
                        final int length = in.read(page);
                        out.seek(at);
                        out.write(page, 0, length);
                    }
                }
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static List<Path> files(Path directory, String ending) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> path.toString().endsWith(ending)).sorted().toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes one byte by exclusive or. */
    static void flip(Path file, long at, int bits) {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(at);
            final int before = raw.read();
            raw.seek(at);
            raw.write(before ^ bits);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Positions of bytes that are not zero, where a change means something. */
    static long[] written(Path file) {
        try {
            final byte[] head = new byte[4 << 20];
            final int length;
            try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "r")) {
                length = raw.read(head);
            }
            return java.util.stream.IntStream.range(0, Math.max(0, length))
                    .filter(i -> head[i] != 0)
                    .asLongStream()
                    .toArray();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
