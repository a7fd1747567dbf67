package io.tollgate.gatekeeper.demo;

import io.tollgate.gate.Decision;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Decisions of one thread, by their number. Written by that thread, read by any.
 *
 * <p>A decision is counted when the gate's method has returned: what the lanes counted is what the journal must hold.
 */
final class DecisionCounts {
    private static final int CODES = 64;

    private final AtomicLongArray byCode = new AtomicLongArray(CODES);

    /** Counts a decision. Owner only. */
    void count(int code) {
        byCode.lazySet(code, byCode.get(code) + 1);
    }

    /** Counts what {@code reserve} returned. Owner only. */
    void countReservation(long reservation) {
        count(reservation < 0 ? (int) -reservation : 0);
    }

    /** Decisions with this number. */
    long of(Decision decision) {
        return byCode.get(decision.code());
    }

    /** Adds these counts to an array indexed by number. */
    void addTo(long[] sums) {
        for (int code = 0; code < CODES; code++) {
            sums[code] += byCode.get(code);
        }
    }

    /** Sums of many. */
    static long[] sum(Iterable<DecisionCounts> parts) {
        final long[] sums = new long[CODES];
        for (final DecisionCounts part : parts) {
            part.addTo(sums);
        }
        return sums;
    }

    /** All decisions in sums. */
    static long total(long[] sums) {
        long total = 0;
        for (final long count : sums) {
            total += count;
        }
        return total;
    }
}
