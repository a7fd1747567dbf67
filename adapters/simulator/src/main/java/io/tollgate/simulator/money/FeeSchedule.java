package io.tollgate.simulator.money;

/**
 * The venue's quadratic fee: {@code rate × contracts × p × (1 − p)}, rounded half-even to the cent (fee schedule of 2026-09-25).
 * A taker pays; a maker is given a rebate.
 *
 * <p>The exact fee is carried as a <em>weight</em>, {@code quantity × price × (priceScale − price)} in the instrument's integers, so
 * that the weights of several fills of one order can be summed before anything is rounded.
 *
 * @param takerRate the taker's rate in units of 1/10,000: 695 is 0.0695
 * @param makerRebateRate the maker's rebate in units of 1/10,000, as a positive number: 125 is 0.0125
 */
public record FeeSchedule(int takerRate, int makerRebateRate) {

    /** In force at the venue from 2026-09-25: taker 0.0695, maker rebate 0.0125. */
    public static final FeeSchedule STANDARD = new FeeSchedule(695, 125);

    private static final int RATE_SCALE = 10_000;
    private static final int CENTS_PER_DOLLAR = 100;

    /** Checks the ranges. */
    public FeeSchedule {
        if (takerRate < 0 || takerRate > RATE_SCALE || makerRebateRate < 0 || makerRebateRate > RATE_SCALE) {
            throw new IllegalArgumentException("fee rates must be 0 to 10000 (units of 1/10000): takerRate=" + takerRate
                    + " makerRebateRate=" + makerRebateRate + "; 0.0695 is 695");
        }
    }

    /**
     * The weight of a fill.
     *
     * @throws ArithmeticException if it does not fit a {@code long}
     */
    public static long weight(long quantity, long price, long priceScale) {
        return Math.multiplyExact(quantity, Math.multiplyExact(price, priceScale - price));
    }

    /** The taker's fee for a total weight, in micro-dollars: whole cents. */
    public long takerFeeMicros(long weight, long priceScale, long quantityScale) {
        return roundedMicros(takerRate, weight, priceScale, quantityScale);
    }

    /** The maker's rebate for one fill, in micro-dollars: whole cents, 0 or more. */
    public long makerRebateMicros(long weight, long priceScale, long quantityScale) {
        return roundedMicros(makerRebateRate, weight, priceScale, quantityScale);
    }

    /**
     * What a taker is charged for one more fill of an order: the fill's own rounded fee, reduced so that the running total never
     * exceeds the rounding of the cumulative exact fee.
     *
     * @param chargedMicros what the order's earlier fills were charged
     * @param weightBefore the weight of the earlier fills
     * @param weight the weight of this fill
     */
    public long nextTakerFeeMicros(
            long chargedMicros, long weightBefore, long weight, long priceScale, long quantityScale) {
        long own = takerFeeMicros(weight, priceScale, quantityScale);
        long room = takerFeeMicros(Math.addExact(weightBefore, weight), priceScale, quantityScale) - chargedMicros;
        return Math.min(own, room);
    }

    private static long roundedMicros(int rate, long weight, long priceScale, long quantityScale) {
        // weight / (priceScale² × quantityScale) is contracts × p × (1 − p)
        long denominator = RATE_SCALE / CENTS_PER_DOLLAR * priceScale * priceScale * quantityScale;
        return halfEven(Math.multiplyExact(weight, rate), denominator) * Micros.PER_CENT;
    }

    private static long halfEven(long numerator, long denominator) {
        long quotient = numerator / denominator;
        long twiceRest = 2 * (numerator % denominator);
        boolean up = twiceRest > denominator || (twiceRest == denominator && (quotient & 1) == 1);
        return up ? quotient + 1 : quotient;
    }
}
