package io.tollgate.gatekeeper.agreement;

import java.util.function.LongSupplier;

/** One way of a connection: what was sent later never arrives earlier. One thread. */
final class Session {
    private final Events events;
    private final LongSupplier delayNanos;
    private long lastNanos;

    Session(Events events, LongSupplier delayNanos) {
        this.events = events;
        this.delayNanos = delayNanos;
    }

    void send(Runnable arrival) {
        lastNanos = Math.max(lastNanos, events.nowNanos() + delayNanos.getAsLong());
        events.at(lastNanos, arrival);
    }
}
