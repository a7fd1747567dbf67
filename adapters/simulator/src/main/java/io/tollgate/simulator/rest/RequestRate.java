package io.tollgate.simulator.rest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** At most so many requests in any second. Thread-safe. */
final class RequestRate {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final int perSecond;
    private final LongSupplier nanoClock;
    private final Deque<Long> times = new ArrayDeque<>();

    RequestRate(int perSecond, LongSupplier nanoClock) {
        this.perSecond = perSecond;
        this.nanoClock = nanoClock;
    }

    /** Whether one more request is within the rate; if so it counts. */
    synchronized boolean admit() {
        long now = nanoClock.getAsLong();
        while (!times.isEmpty() && now - times.peek() >= NANOS_PER_SECOND) {
            times.remove();
        }
        if (times.size() >= perSecond) {
            return false;
        }
        times.add(now);
        return true;
    }
}
