package io.tollgate.gatekeeper.demo;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reports on their way from the network's threads to the thread that owns the orders. Bounded: when it is full the network's thread waits,
 * and with it the venue's stream; nothing is dropped, unless the owner is gone.
 */
final class ReportQueue {
    private static final int CAPACITY = 1 << 16;
    private static final long WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

    private final MpscVarHandleArrayQueue<VenueReport> queue = new MpscVarHandleArrayQueue<>(CAPACITY);
    private volatile boolean abandoned;

    /** Any thread. */
    void put(VenueReport report) {
        while (!queue.offer(report) && !abandoned) {
            LockSupport.parkNanos(WAIT_NANOS);
        }
    }

    /** Owner only. */
    @Nullable
    VenueReport poll() {
        return queue.poll();
    }

    /** The owner takes no more: waiting threads go on. */
    void abandon() {
        abandoned = true;
    }
}
