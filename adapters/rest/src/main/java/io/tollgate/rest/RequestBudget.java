package io.tollgate.rest;

/**
 * A venue's rate limit, kept by the client itself: a bucket of tokens that fills at a steady rate. One for each credential, shared by the
 * feeds that use it; times are arguments.
 *
 * <p>Threading: any thread; takes of one bucket exclude each other.
 */
public final class RequestBudget {
    private final int burst;
    private final long nanosPerToken;
    /** When the bucket would be full again. */
    private long fullNanos;

    /**
     * A full bucket.
     *
     * @param burst tokens that may be taken at once, 1 or more
     * @param nanosPerToken time in which one more comes, 1 or more
     * @param nowNanos monotonic clock
     */
    public RequestBudget(int burst, long nanosPerToken, long nowNanos) {
        if (burst < 1 || nanosPerToken < 1) {
            throw new IllegalArgumentException("a budget must hold a token and refill: burst=" + burst
                    + " nanosPerToken=" + nanosPerToken + "; give what the venue allows, each 1 or more");
        }
        this.burst = burst;
        this.nanosPerToken = nanosPerToken;
        this.fullNanos = nowNanos;
    }

    /** {@link #take(int, long)} of one token. */
    public long take(long nowNanos) {
        return take(1, nowNanos);
    }

    /**
     * Takes tokens and returns 0; if there are too few, takes nothing and returns the time until there are enough. More than the bucket
     * ever holds are given when it is full, and paid back before the next.
     */
    public synchronized long take(int tokens, long nowNanos) {
        long start = fullNanos - nowNanos > 0 ? fullNanos : nowNanos;
        long missing = start - nowNanos - (long) (burst - Math.min(tokens, burst)) * nanosPerToken;
        if (missing > 0) {
            return missing;
        }
        fullNanos = start + tokens * nanosPerToken;
        return 0;
    }

    /** The venue said that there is nothing left: nothing is given before this time. */
    public synchronized void emptyUntil(long whenNanos) {
        long full = whenNanos + (burst - 1) * nanosPerToken;
        if (full - fullNanos > 0) {
            fullNanos = full;
        }
    }
}
