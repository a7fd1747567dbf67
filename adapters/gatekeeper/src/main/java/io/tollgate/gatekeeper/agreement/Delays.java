package io.tollgate.gatekeeper.agreement;

import java.util.SplittableRandom;

/**
 * How long things take, in nanoseconds, drawn anew each time: a least time and an exponential tail on top.
 *
 * <p>The figures are those that docs/agreement.md states.
 */
final class Delays {
    static final long MILLI = 1_000_000L;
    static final long SECOND = 1_000 * MILLI;

    private static final long LEAST_NANOS = 1_500_000L;

    private final SplittableRandom random;

    Delays(SplittableRandom random) {
        this.random = random;
    }

    /** Exponential with this mean, cut off at 30 times it. */
    long exponential(long meanNanos) {
        return (long) Math.min(30.0 * meanNanos, -Math.log(1 - random.nextDouble()) * meanNanos);
    }

    /** An order, cancel or amend on its way to the venue. */
    long request() {
        return LEAST_NANOS + exponential(MILLI);
    }

    /** A report of the venue on its way to the router. */
    long report() {
        return LEAST_NANOS + exponential(MILLI);
    }

    /** A read's request, or its answer: one in a hundred is slow. */
    long halfRead() {
        return 8 * MILLI + exponential(random.nextInt(100) == 0 ? 400 * MILLI : 8 * MILLI);
    }

    /** A message of a stream of money data. */
    long push() {
        return 5 * MILLI + exponential(random.nextInt(200) == 0 ? 200 * MILLI : 10 * MILLI);
    }

    /** BookKeeper's next cycle after something was told. */
    long keeper() {
        return 50_000;
    }
}
