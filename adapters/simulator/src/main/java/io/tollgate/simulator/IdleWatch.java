package io.tollgate.simulator;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Tells when no client has been there for a time. Single-threaded; times are on one monotonic clock. */
final class IdleWatch {
    private final long idleNanos;
    private final LongSupplier nanoClock;
    private final IntSupplier connections;
    private final LongSupplier lastRequestNanos;
    private long lastSeenNanos;

    /**
     * Starts watching.
     *
     * @param connections clients connected now
     * @param lastRequestNanos when the last request without a connection of its own arrived
     */
    IdleWatch(long idleNanos, LongSupplier nanoClock, IntSupplier connections, LongSupplier lastRequestNanos) {
        this.idleNanos = idleNanos;
        this.nanoClock = nanoClock;
        this.connections = connections;
        this.lastRequestNanos = lastRequestNanos;
        this.lastSeenNanos = nanoClock.getAsLong();
    }

    /** Whether nobody has been there for the whole time. To be asked now and then. */
    boolean expired() {
        long now = nanoClock.getAsLong();
        if (connections.getAsInt() > 0) {
            lastSeenNanos = now;
        }
        long request = lastRequestNanos.getAsLong();
        if (request - lastSeenNanos > 0) {
            lastSeenNanos = request;
        }
        return now - lastSeenNanos >= idleNanos;
    }
}
