package io.tollgate.simulator.kalshi;

import java.util.function.LongSupplier;

/** So many tokens a second, up to a capacity. Thread-safe. */
final class TokenBucket {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final long perSecond;
    private final long capacity;
    private final LongSupplier nanoClock;
    /** Token-nanoseconds: a token is a second's worth of them. */
    private long level;

    private long atNanos;

    TokenBucket(long perSecond, long capacity, LongSupplier nanoClock) {
        this.perSecond = perSecond;
        this.capacity = capacity;
        this.nanoClock = nanoClock;
        this.level = capacity * NANOS_PER_SECOND;
        this.atNanos = nanoClock.getAsLong();
    }

    synchronized boolean take(int tokens) {
        final long now = nanoClock.getAsLong();
        final long sinceNanos = Math.min(now - atNanos, 1_000 * NANOS_PER_SECOND);
        level = Math.min(capacity * NANOS_PER_SECOND, level + sinceNanos * perSecond);
        atNanos = now;
        if (level < tokens * NANOS_PER_SECOND) {
            return false;
        }
        level -= tokens * NANOS_PER_SECOND;
        return true;
    }
}
