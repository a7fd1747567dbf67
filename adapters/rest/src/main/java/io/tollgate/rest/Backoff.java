package io.tollgate.rest;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Waiting times between attempts: doubled from an initial to a longest one, each with jitter, so that many feeds that lost the same
 * venue do not come back in step. An attempt waits between half of its step and the whole of it.
 *
 * <p>Not thread-safe: belongs to one feed's thread.
 */
public final class Backoff {
    private final long initialNanos;
    private final long longestNanos;
    private final RandomGenerator random;
    private long stepNanos;

    public Backoff(Duration initial, Duration longest, RandomGenerator random) {
        this.initialNanos = initial.toNanos();
        this.longestNanos = longest.toNanos();
        this.random = random;
        this.stepNanos = initialNanos;
    }

    /** How long to wait before the next attempt. */
    public long nextNanos() {
        long step = stepNanos;
        stepNanos = step > longestNanos / 2 ? longestNanos : step * 2;
        return jittered(step);
    }

    /** Waits the longest step at once: for a venue that says it has too much to do. */
    public long longestNanos() {
        stepNanos = longestNanos;
        return jittered(longestNanos);
    }

    /** The venue is well again: start from the initial step. */
    public void reset() {
        stepNanos = initialNanos;
    }

    /** Whether the next attempt is the first after {@link #reset()}. */
    public boolean isReset() {
        return stepNanos == initialNanos;
    }

    private long jittered(long step) {
        long half = step / 2;
        return step - half + random.nextLong(half + 1);
    }
}
