package io.tollgate.gatekeeper.agreement;

import java.util.PriorityQueue;

/** What is going to happen, in order of time, and of being asked for where times are equal. One thread. */
final class Events {
    private record Event(long atNanos, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            final int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private final SimulatedTime time;
    private long next;

    Events(SimulatedTime time) {
        this.time = time;
    }

    long nowNanos() {
        return time.nanoTime();
    }

    void at(long nanos, Runnable what) {
        queue.add(new Event(Math.max(nanos, time.nanoTime()), next++, what));
    }

    void after(long nanos, Runnable what) {
        at(time.nanoTime() + nanos, what);
    }

    /** Lets the next thing happen. False if there is none. */
    boolean step() {
        final Event event = queue.poll();
        if (event == null) {
            return false;
        }
        time.advanceTo(event.atNanos());
        event.what().run();
        return true;
    }
}
