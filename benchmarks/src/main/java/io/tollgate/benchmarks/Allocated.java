package io.tollgate.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Bytes that the measured part of a batch allocates, by the thread's own counter, which is exact. JMH's profiler cannot tell them from what
 * BookKeeper and JMH itself allocate between the batches.
 *
 * <p>Threading: one thread.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Allocated {
    static final String BYTES = "laneBytes";
    static final String OPERATIONS = "laneOperations";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Bytes in this iteration. */
    public long laneBytes;
    /** Operations they belong to. */
    public long laneOperations;

    private long before;

    void begin() {
        before = THREADS.getCurrentThreadAllocatedBytes();
    }

    void end(int operations) {
        laneBytes += THREADS.getCurrentThreadAllocatedBytes() - before;
        laneOperations += operations;
    }
}
