package io.tollgate.gatekeeper.demo;

import io.tollgate.gate.Decision;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How much money the account should have, so that the demo is short of funds: raised while too few of the last orders could be
 * paid for, lowered while too many could. Shares are in per mille.
 *
 * <p>Threading: one thread.
 */
final class FundsTarget {
    private static final int USUAL_TICKS = 10;
    private static final int MOST_TICKS = 60;
    private static final long LEAST_DECISIONS = 20;
    private static final long BAND = 50;
    private static final long USUAL_SHARE = 600;
    private static final long GENEROUS_SHARE = 800;
    private static final long MEAN_SHARE = 450;
    private static final long LEAST_SHARE = 50;
    private static final long STEPS = 8;
    private static final long MOST_STEP_PERCENT = 8;

    private final Deque<long[]> window = new ArrayDeque<>();
    private final long leastMicros;
    private final long mostMicros;
    private long micros;

    FundsTarget(long startMicros, long leastMicros) {
        this.micros = startMicros;
        this.leastMicros = leastMicros;
        this.mostMicros = Math.multiplyExact(startMicros, 20);
    }

    /** The target as it is. */
    long micros() {
        return micros;
    }

    /**
     * The target after one more tick.
     *
     * @param sums all decisions so far, by number
     */
    long next(long[] sums) {
        window.addLast(sums);
        long[] oldest = window.getFirst();
        // a second, or what it takes to have seen enough
        while (window.size() > MOST_TICKS
                || (window.size() > USUAL_TICKS && decided(sums, oldest) >= 2 * LEAST_DECISIONS)) {
            window.removeFirst();
            oldest = window.getFirst();
        }
        final long approved = difference(sums, oldest, Decision.APPROVED);
        if (decided(sums, oldest) < LEAST_DECISIONS) {
            return micros;
        }
        final long share = Math.max(LEAST_SHARE, approved * 1_000 / decided(sums, oldest));
        final long wanted = wantedShare(sums);
        if (Math.abs(share - wanted) > BAND) {
            // approvals are about proportional to the money there is; half a second's worth of orders answers late, so
            // a part of the way
            final long step = (micros * wanted / share - micros) / STEPS;
            final long most = micros * MOST_STEP_PERCENT / 100;
            micros = Math.max(leastMicros, Math.min(mostMicros, micros + Math.max(-most, Math.min(most, step))));
        }
        return micros;
    }

    /** While the balance was closed for other reasons, both shares of the whole run fall: they are made up for. */
    private static long wantedShare(long[] sums) {
        final long all = DecisionCounts.total(sums);
        if (sums[Decision.APPROVED.code()] * 1_000 < 400 * all) {
            return GENEROUS_SHARE;
        }
        return sums[Decision.INSUFFICIENT_FUNDS.code()] * 1_000 < 180 * all ? MEAN_SHARE : USUAL_SHARE;
    }

    private static long decided(long[] now, long[] before) {
        return difference(now, before, Decision.APPROVED) + difference(now, before, Decision.INSUFFICIENT_FUNDS);
    }

    private static long difference(long[] now, long[] before, Decision decision) {
        return now[decision.code()] - before[decision.code()];
    }
}
