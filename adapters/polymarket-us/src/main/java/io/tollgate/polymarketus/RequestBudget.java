package io.tollgate.polymarketus;

/**
 * A venue's rate limit, kept by the client itself: a bucket of requests that fills at a steady rate. Belongs to one feed's thread; times are
 * arguments.
 */
final class RequestBudget {
    private final int burst;
    private final long nanosPerRequest;
    /** When the bucket would be full again. */
    private long fullNanos;

    /**
     * A full bucket.
     *
     * @param burst requests that may be made at once, 1 or more
     * @param nanosPerRequest time in which one more may be made
     */
    RequestBudget(int burst, long nanosPerRequest, long nowNanos) {
        this.burst = burst;
        this.nanosPerRequest = nanosPerRequest;
        this.fullNanos = nowNanos;
    }

    /** Takes a request out of the bucket and returns 0; if there is none, takes nothing and returns the time until there is one. */
    long take(long nowNanos) {
        long start = fullNanos - nowNanos > 0 ? fullNanos : nowNanos;
        long missing = start - nowNanos - (burst - 1) * nanosPerRequest;
        if (missing > 0) {
            return missing;
        }
        fullNanos = start + nanosPerRequest;
        return 0;
    }
}
