package io.tollgate.journal;

import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * How long files of a journal are kept. A file is retired only if a whole state checkpoint stands in a later one, so that recovery and
 * open reservations never need it; the file that is being written is never retired.
 *
 * @param maxAgeNanos files whose last record is older are retired
 * @param maxBytes the oldest files are retired until all together are at most so long
 * @param archive called with each file before it is deleted, by Housekeeper's thread; it copies or moves the file and returns true, or
 *     false to be asked again a second later
 */
public record Retention(long maxAgeNanos, long maxBytes, Predicate<Path> archive) {
    private static final Retention ALL = new Retention(Long.MAX_VALUE, Long.MAX_VALUE, file -> true);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException naming what is out of range
     */
    public Retention {
        if (maxAgeNanos < 1 || maxBytes < 1) {
            throw new IllegalArgumentException(
                    "a journal must be kept for some time and may take some room: maxAgeNanos=" + maxAgeNanos
                            + " maxBytes=" + maxBytes + ": give 1 or more, or Long.MAX_VALUE for no bound");
        }
    }

    /** Everything is kept: the default. */
    public static Retention keepAll() {
        return ALL;
    }

    /** Files are deleted once their last record is older. */
    public static Retention ofAge(long nanos) {
        return new Retention(nanos, Long.MAX_VALUE, file -> true);
    }

    /** The oldest files are deleted until all together are at most so long. */
    public static Retention ofBytes(long bytes) {
        return new Retention(Long.MAX_VALUE, bytes, file -> true);
    }

    /** The same, with files handed over before they are deleted. */
    public Retention withArchive(Predicate<Path> handOver) {
        return new Retention(maxAgeNanos, maxBytes, handOver);
    }

    boolean keepsAll() {
        return maxAgeNanos == Long.MAX_VALUE && maxBytes == Long.MAX_VALUE;
    }
}
