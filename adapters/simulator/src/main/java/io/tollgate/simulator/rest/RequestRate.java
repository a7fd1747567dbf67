package io.tollgate.simulator.rest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** At most so many requests in any stretch of time. Thread-safe. */
public final class RequestRate {
    /** A second, for the window. */
    public static final long NANOS_PER_SECOND = 1_000_000_000;

    private final int most;
    private final long windowNanos;
    private final LongSupplier nanoClock;
    private final Deque<Long> times = new ArrayDeque<>();

    /** At most {@code most} requests in any {@code windowNanos}. */
    public RequestRate(int most, long windowNanos, LongSupplier nanoClock) {
        this.most = most;
        this.windowNanos = windowNanos;
        this.nanoClock = nanoClock;
    }

    /** Whether one more request is within the rate; if so it counts. */
    public synchronized boolean admit() {
        long now = nanoClock.getAsLong();
        while (!times.isEmpty() && now - times.peek() >= windowNanos) {
            times.remove();
        }
        if (times.size() >= most) {
            return false;
        }
        times.add(now);
        return true;
    }
}
