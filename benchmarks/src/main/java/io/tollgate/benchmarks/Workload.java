package io.tollgate.benchmarks;

import io.tollgate.gate.LineSpec;
import io.tollgate.gate.money.Side;
import java.util.SplittableRandom;

/**
 * The orders that all benchmarks ask about: buys of a contract that pays 1 dollar, priced in cents, of 1 to 1,000 contracts, in an order
 * that a branch predictor does not learn by heart. The same on every run.
 *
 * <p>Threading: one thread.
 */
final class Workload {
    static final int ASSET_SCALE = 6;
    /** Covers any order of the workload, and none {@link #TOO_MUCH} larger. In micro-dollars. */
    static final long FUNDS = 1_000_000_000_000L;
    /** Factor on the sizes of orders that are to be refused for lack of funds. */
    static final long TOO_MUCH = 1_000_000_000L;

    private static final int ORDERS = 1024;
    private static final long SEED = 0x70_11_6a_7eL;

    private final long[] prices = new long[ORDERS];
    private final long[] sizes = new long[ORDERS];
    private int next;

    /** @param sizeFactor 1 for orders that can be paid for, or {@link #TOO_MUCH} */
    Workload(long sizeFactor) {
        final SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < ORDERS; i++) {
            prices[i] = random.nextLong(1, 100);
            sizes[i] = random.nextLong(1, 1001) * sizeFactor;
        }
    }

    /** Goes to the next order and returns its number. */
    int next() {
        next = (next + 1) & (ORDERS - 1);
        return next;
    }

    long price(int order) {
        return prices[order];
    }

    long size(int order) {
        return sizes[order];
    }

    /** The line the orders are checked on. */
    static LineSpec line(Fee fee) {
        return new LineSpec("bench", Side.BUY, 2, 0, 99, fee.rule());
    }
}
