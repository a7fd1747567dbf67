package io.tollgate.simulator.venue;

/** Runs the venue's own work later, on the venue's thread. */
@FunctionalInterface
public interface Timers {
    /** Runs the task on the venue's thread, not before this many microseconds have passed; never from within this call. */
    void after(long delayMicros, Runnable task);
}
