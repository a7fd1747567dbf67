package io.tollgate.gatekeeper.crash;

import java.util.PriorityQueue;

/** What the venue does later. Threading: the parent's main thread. */
final class Timers {
    private record Due(long atNanos, long number, Runnable work) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            final long byTime = atNanos - other.atNanos;
            return byTime != 0 ? Long.signum(byTime) : Long.compare(number, other.number);
        }
    }

    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private long nowNanos;
    private long count;

    Timers(long nowNanos) {
        this.nowNanos = nowNanos;
    }

    void in(long nanos, Runnable work) {
        queue.add(new Due(nowNanos + nanos, count++, work));
    }

    /** Does what is due. */
    void run(long now) {
        nowNanos = now;
        for (Due due = queue.peek(); due != null && due.atNanos - now <= 0; due = queue.peek()) {
            queue.poll();
            due.work.run();
        }
    }

    /** Nanoseconds until something is due, at most {@code most}. */
    long untilNext(long now, long most) {
        final Due next = queue.peek();
        return next == null ? most : Math.max(0, Math.min(most, next.atNanos - now));
    }
}
