package io.tollgate.gatekeeper.demo;

import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What a lane has to do about its orders, by time. Owned by the lane's thread. */
final class OrderTimers {

    /** What is to be done. */
    enum Action {
        AMEND,
        CANCEL,
        /** Ask the venue, if the order has not ended by then. */
        LOOK,
        /** Give back what was reserved for an order that is not sent. */
        ABANDON
    }

    /** One of them. */
    record Timer(long dueNanos, Action action, RoutedOrder order) {}

    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>((one, other) -> Long.signum(one.dueNanos() - other.dueNanos()));

    void at(long dueNanos, Action action, RoutedOrder order) {
        timers.add(new Timer(dueNanos, action, order));
    }

    /** The next that is due, or null. */
    @Nullable
    Timer poll(long nowNanos) {
        final Timer first = timers.peek();
        return first != null && nowNanos - first.dueNanos() >= 0 ? timers.poll() : null;
    }

    int size() {
        return timers.size();
    }
}
