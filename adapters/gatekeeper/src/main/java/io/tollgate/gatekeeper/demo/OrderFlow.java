package io.tollgate.gatekeeper.demo;

import java.util.SplittableRandom;

/**
 * Draws the orders of one lane. The same seed and lane draw the same orders.
 *
 * <p>Threading: the lane's thread. One idea at a time: {@link #draw} replaces the one before.
 */
final class OrderFlow {
    /** Average cost of an order in micro-dollars, as drawn here: the treasury starts from it. */
    static final long AVERAGE_COST_MICROS = 1_700_000;
    /** How long an average order holds its money. */
    static final long AVERAGE_HOLD_MILLIS = 550;

    private static final int PER_MILLE = 1_000;
    private static final int SHORT_LIVED_PER_MILLE = 40;
    private static final int ASKS_FIRST_PER_MILLE = 200;
    private static final int NOT_SENT_PER_MILLE = 10;
    private static final int AMENDS_PER_MILLE = 200;
    private static final long LOWEST_PRICE = 50;
    private static final long HIGHEST_PRICE = 950;
    private static final long LEAST_SIZE = 40;
    private static final long MOST_SIZE = 600;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SplittableRandom random;
    private final int marketCount;

    private int market;
    private long price;
    private long size;
    private boolean asksFirst;
    private boolean sends;
    private boolean amends;
    private long amendAfterNanos;
    private long cancelAfterNanos;

    /**
     * A flow.
     *
     * @param marketCount lasting markets; the number after the last stands for the short-lived one
     */
    OrderFlow(long seed, int lane, int marketCount) {
        this.random = new SplittableRandom(seed * 31 + lane);
        this.marketCount = marketCount;
    }

    /** Draws the next order. */
    void draw() {
        market = chance(SHORT_LIVED_PER_MILLE) ? marketCount : random.nextInt(marketCount);
        price = random.nextLong(LOWEST_PRICE, HIGHEST_PRICE + 1);
        size = random.nextLong(LEAST_SIZE, MOST_SIZE + 1);
        asksFirst = chance(ASKS_FIRST_PER_MILLE);
        sends = !chance(NOT_SENT_PER_MILLE);
        amends = chance(AMENDS_PER_MILLE);
        amendAfterNanos = random.nextLong(20, 150) * NANOS_PER_MILLI;
        cancelAfterNanos = random.nextLong(300, 1_500) * NANOS_PER_MILLI;
    }

    /** New price of an amend: up or down by at most a tenth. */
    long amendedPrice(long oldPrice) {
        final long step = Math.max(1, oldPrice / 10);
        return Math.min(HIGHEST_PRICE, Math.max(LOWEST_PRICE, oldPrice + random.nextLong(-step, step + 1)));
    }

    /** New total of an amend: between half as much and half as much again, and above what is filled. */
    long amendedSize(long oldSize, long filled) {
        return Math.max(filled + 1, oldSize / 2 + random.nextLong(oldSize + 1));
    }

    /** A coin. */
    boolean flip() {
        return random.nextBoolean();
    }

    private boolean chance(int perMille) {
        return random.nextInt(PER_MILLE) < perMille;
    }

    int market() {
        return market;
    }

    long price() {
        return price;
    }

    long size() {
        return size;
    }

    /** Whether the router asks {@code canAfford} before it reserves. */
    boolean asksFirst() {
        return asksFirst;
    }

    /** Whether an approved order is sent at all. */
    boolean sends() {
        return sends;
    }

    boolean amends() {
        return amends;
    }

    long amendAfterNanos() {
        return amendAfterNanos;
    }

    long cancelAfterNanos() {
        return cancelAfterNanos;
    }
}
