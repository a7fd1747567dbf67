package io.tollgate.simulator;

/**
 * One bounded misbehaviour. Values that a kind does not use are 0. Injecting a kind again replaces what is left of it.
 *
 * @param kind what
 * @param count how many times, 0 to 1,000,000
 * @param forMillis for how long, 0 to one hour
 * @param value delay in ms, seconds of Retry-After, or micro-dollars (negative allowed), by kind
 */
public record Fault(FaultKind kind, int count, long forMillis, long value) {
    private static final int MOST = 1_000_000;
    private static final long LONGEST_MILLIS = 3_600_000;

    /** Checks the bounds. */
    public Fault {
        if (count < 0
                || count > MOST
                || forMillis < 0
                || forMillis > LONGEST_MILLIS
                || Math.abs(value) > LONGEST_MILLIS * 1000) {
            throw new IllegalArgumentException(
                    "fault is out of bounds: kind=" + kind + " count=" + count + " forMillis=" + forMillis + " value="
                            + value + "; count is at most " + MOST + ", forMillis at most " + LONGEST_MILLIS);
        }
    }
}
