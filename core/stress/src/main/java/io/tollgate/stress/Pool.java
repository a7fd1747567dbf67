package io.tollgate.stress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Things on mapped files that are used again. A state of jcstress takes one and gives it back in its arbiter, so that a JVM needs as many
 * as states live at once: strides times stride.
 *
 * <p>The files are unlinked once they are mapped: nothing is left behind, however the JVM ends.
 *
 * <p>Threading: any thread.
 */
public final class Pool<T> {
    private static final int MOST = 256;

    private final Function<Path, T> maker;
    private final ConcurrentLinkedQueue<T> free = new ConcurrentLinkedQueue<>();
    private final AtomicInteger made = new AtomicInteger();

    Pool(Function<Path, T> maker) {
        this.maker = maker;
    }

    /** One that nobody uses. */
    T take() {
        final T used = free.poll();
        if (used != null) {
            return used;
        }
        if (made.incrementAndGet() > MOST) {
            throw new IllegalStateException(
                    "not more than " + MOST
                            + " states may live at once: run StressMain, which sets -strideSize and -strideCount, or lower them");
        }
        return make(maker);
    }

    void give(T used) {
        free.add(used);
    }

    /** A new one on files of its own. */
    public static <T> T make(Function<Path, T> maker) {
        try {
            final Path directory = Files.createTempDirectory(parent(), "tollgate-stress");
            final T one = maker.apply(directory);
            unlink(directory);
            return one;
        } catch (final IOException e) {
            throw new UncheckedIOException("a directory for mapped files must be writable", e);
        }
    }

    /** Memory rather than a disk where there is such a directory. */
    private static Path parent() {
        final Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static void unlink(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
